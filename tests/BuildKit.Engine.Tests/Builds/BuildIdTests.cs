using BuildKit.Engine.Builds;

namespace BuildKit.Engine.Tests.Builds;

public sealed class BuildIdTests
{
    [Fact]
    public void An_id_is_the_time_to_a_part_of_the_second()
    {
        var noon = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal("20260131-120000-0000", BuildHistory.NewId(noon));
        Assert.Equal("20260131-120000-8000", BuildHistory.NewId(noon.AddMilliseconds(500)));
        Assert.Equal("20260131-120000-ffff", BuildHistory.NewId(noon.AddTicks(TimeSpan.TicksPerSecond - 1)));
        Assert.Equal("20260131-110000-8000", BuildHistory.NewId(new DateTimeOffset(2026, 1, 31, 12, 0, 0, 500, TimeSpan.FromHours(1))));
    }

    [Fact]
    public void Of_two_builds_in_one_second_the_later_one_has_the_greater_id()
    {
        var first = new DateTimeOffset(2026, 1, 31, 12, 0, 0, 3, TimeSpan.Zero);

        Assert.True(string.CompareOrdinal(BuildHistory.NewId(first), BuildHistory.NewId(first.AddMilliseconds(1))) < 0);
    }
}
