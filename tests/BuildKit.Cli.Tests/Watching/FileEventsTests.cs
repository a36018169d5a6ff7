using BuildKit.Cli.Watching;

namespace BuildKit.Cli.Tests.Watching;

/// <summary>What wakes <c>buildkit watch</c>.</summary>
public sealed class FileEventsTests
{
    [Fact]
    public async Task Where_the_system_tells_of_nothing_it_says_why_and_the_wait_ends_all_the_same()
    {
        using var events = new FileEvents("/nowhere/at/all", []);
        Assert.NotNull(events.Failure);
        await events.WaitAsync(TestContext.Current.CancellationToken);
    }
}
