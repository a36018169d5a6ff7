using System.Globalization;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>Lengths of time as Go and Docker write them: <c>30s</c>, <c>1h30m</c>, <c>500ms</c>, <c>1.5s</c>; more than zero.</summary>
public static class DurationText
{
    /// <summary>Reads a text; false where it is none, or more than 365 days.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        decimal ticks = 0;
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int number = Length(rest, rest.IndexOfAnyExcept("0123456789."));
            int unit = Length(rest[number..], rest[number..].IndexOfAny("0123456789."));
            decimal scale = rest.Slice(number, unit) switch
            {
                "ms" => TimeSpan.TicksPerMillisecond,
                "s" => TimeSpan.TicksPerSecond,
                "m" => TimeSpan.TicksPerMinute,
                "h" => TimeSpan.TicksPerHour,
                "d" => TimeSpan.TicksPerDay,
                _ => 0,
            };
            if (scale == 0 || number > 12 || !decimal.TryParse(rest[..number], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value))
            {
                return false;
            }

            ticks += value * scale;
            rest = rest[(number + unit)..];
        }

        if (ticks < 1 || ticks > TimeSpan.FromDays(365).Ticks)
        {
            return false;
        }

        duration = new TimeSpan((long)ticks);
        return true;
    }

    private static int Length(ReadOnlySpan<char> text, int index) => index < 0 ? text.Length : index;
}
