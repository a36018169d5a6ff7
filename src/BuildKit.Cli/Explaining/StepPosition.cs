using System.Globalization;
using System.Text.RegularExpressions;

namespace BuildKit.Cli.Explaining;

/// <summary>Names one step on a command line, by its stage or image and its number there: <c>Build/2</c>, or as a build shows it, <c>[Build 2/6]</c>.</summary>
/// <param name="Scope">The stage or image, with the platform where it is built for several.</param>
/// <param name="Index">From 1.</param>
internal sealed partial record StepPosition(string Scope, int Index)
{
    /// <summary>The stage or image as declared.</summary>
    public string Target => Scope.Split(' ')[0];

    /// <summary>Null where the text is no such name.</summary>
    public static StepPosition? Parse(string text) =>
        Form().Match(text) is { Success: true } match && int.TryParse(match.Groups["index"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? new StepPosition(match.Groups["scope"].Value, index)
            : null;

    [GeneratedRegex(@"^(?:(?<scope>[^/\[\]]+)/(?<index>[0-9]+)|\[?(?<scope>[^\[\]]+) (?<index>[0-9]+)/[0-9]+\]?)$")]
    private static partial Regex Form();
}
