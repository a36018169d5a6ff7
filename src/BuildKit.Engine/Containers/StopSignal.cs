using System.Collections.Frozen;
using System.Globalization;

namespace BuildKit.Engine.Containers;

/// <summary>The signal that an image's <c>StopSignal</c> names.</summary>
public static class StopSignal
{
    private const int Terminate = 15;

    private static readonly FrozenDictionary<string, int> Numbers = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["HUP"] = 1, ["INT"] = 2, ["QUIT"] = 3, ["USR1"] = 10, ["USR2"] = 12, ["TERM"] = 15, ["CONT"] = 18, ["WINCH"] = 28,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads <c>SIGTERM</c>, <c>TERM</c> or <c>15</c>. What is unknown or cannot be passed on is SIGTERM.</summary>
    public static int Parse(string? text)
    {
        var name = text is ['S', 'I', 'G', .. var rest] ? rest : text ?? string.Empty;
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return Numbers.Values.Contains(number) ? number : Terminate;
        }

        return Numbers.GetValueOrDefault(name, Terminate);
    }
}
