using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace BuildKit.MSBuild.Tool;

/// <summary>
/// Finds the diagnostics on the tool's standard error. Only lines with a code of the tool's at their beginning are some: what a step printed may look like an error
/// of its own, and neither is one nor stands in a file of this machine.
/// </summary>
/// <param name="directory">The folder that file names are relative to.</param>
/// <param name="found">Takes each diagnostic when it is complete.</param>
/// <param name="other">Takes each line that belongs to none.</param>
internal sealed partial class DiagnosticReader(string directory, Action<ToolDiagnostic> found, Action<string> other)
{
    private readonly StringBuilder text = new();
    private Match? begun;

    /// <summary>Takes the next line.</summary>
    public void Read(string line)
    {
        if (Headline().Match(line) is { Success: true } headline)
        {
            Complete();
            begun = headline;
            text.Append(headline.Groups["text"].Value);
        }
        else if (begun is not null && Continuation().IsMatch(line))
        {
            text.Append('\n').Append(line);
        }
        else
        {
            Complete();
            other(line);
        }
    }

    /// <summary>There are no more lines.</summary>
    public void Complete()
    {
        if (begun is { } headline)
        {
            string file = headline.Groups["file"].Value;
            found(new ToolDiagnostic(
                headline.Groups["severity"].Value,
                headline.Groups["code"].Value,
                text.ToString(),
                file.Length > 0 ? Path.GetFullPath(file, directory) : null,
                Number(headline.Groups["line"]),
                Number(headline.Groups["column"])));
        }

        begun = null;
        text.Clear();
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    // An indented line, a source line of a long file, or a note with a place of its own.
    [GeneratedRegex(@"^(?:  |\d+ \| |\S.*\(\d+,\d+\): note: )", RegexOptions.CultureInvariant)]
    private static partial Regex Continuation();

    [GeneratedRegex(@"^(?:(?<file>\S.*)\((?<line>\d{1,9}),(?<column>\d{1,9})\): )?(?<severity>error|warning|info) (?<code>BK\d{4}): (?<text>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Headline();
}
