using BuildKit.Cli.Terminals;

namespace BuildKit.Cli.Tests.Terminals;

public sealed class SizesTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.00 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_950, "1.00 MB")]
    [InlineData(12_345_678, "12.3 MB")]
    [InlineData(long.MaxValue, "9223 PB")]
    public void Bytes_have_three_digits_and_a_decimal_unit(long bytes, string expected) => Assert.Equal(expected, Sizes.Bytes(bytes));

    [Theory]
    [InlineData(12, "12 ms")]
    [InlineData(3_400, "3.4 s")]
    [InlineData(125_000, "2 min 5 s")]
    public void Durations_are_in_the_unit_that_fits(int milliseconds, string expected) => Assert.Equal(expected, Sizes.Duration(TimeSpan.FromMilliseconds(milliseconds)));
}
