using BuildKit.Cli.Errors;

namespace BuildKit.Cli.Tests.Errors;

public sealed class NearNameTests
{
    [Theory]
    [InlineData("biuld", "build")]
    [InlineData("BUILD", "build")]
    [InlineData("buidl", "build")]
    [InlineData("imags", "images")]
    [InlineData("xyzzy", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_found_and_a_far_one_is_not(string typed, string? expected) =>
        Assert.Equal(expected, NearName.Find(typed, ["build", "run", "images"]));
}
