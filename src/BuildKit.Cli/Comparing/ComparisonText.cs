using BuildKit.Cli.Terminals;
using BuildKit.Oci.Comparison;

namespace BuildKit.Cli.Comparing;

/// <summary>A comparison for people.</summary>
internal static class ComparisonText
{
    // A layer that is another one altogether fills no terminal.
    private const int Most = 100;
    private const int LongestValue = 200;

    /// <summary>Writes one line where both are the same, else one for each difference below the part that it is in.</summary>
    public static void Write(TextOutput output, NamedComparison comparison)
    {
        string left = ControlCharacters.Shown(comparison.Left.Name);
        string right = ControlCharacters.Shown(comparison.Right.Name);
        if (comparison.IsSame)
        {
            output.Line($"{left} and {right} are the same: {comparison.Left.Image.Root.Digest}");
            return;
        }

        output.Line($"- {left}  {comparison.Left.Image.Root.Digest}");
        output.Line($"+ {right}  {comparison.Right.Image.Root.Digest}");
        string heading = "";
        foreach (ImageDifference difference in comparison.Differences.Take(Most))
        {
            string next = HeadingOf(difference);
            if (next != heading)
            {
                heading = next;
                output.Line(output.Styled(TextStyle.Strong, heading));
            }

            string path = difference.Path is null ? "" : Shown(difference.Path) + "  ";
            output.Line($"  {path}{Shown(difference.Attribute)}: {Shown(difference.Left)} -> {Shown(difference.Right)}");
        }

        int count = comparison.Differences.Length;
        output.Line(count > Most ? $"{count} differences, of which the first {Most} are shown; --json has all." : count == 1 ? "1 difference" : $"{count} differences");
    }

    private static string HeadingOf(ImageDifference difference)
    {
        string platform = difference.Platform is null ? "" : Shown(difference.Platform) + " ";
        string step = difference.Step is null ? "" : $": {Shown(difference.Step)}";
        return difference.Part == ComparedPart.Layer ? $"{platform}layer {difference.Layer}{step}" : platform + ComparisonDocument.NameOf(difference.Part);
    }

    private static string Shown(string? text)
    {
        string line = ControlCharacters.Shown((text ?? "nothing").ReplaceLineEndings(" "));
        return line.Length <= LongestValue ? line : line[..LongestValue] + "...";
    }
}
