using System.Text;
using BuildKit.Cli.Terminals;
using BuildKit.Language.Diagnostics;

namespace BuildKit.Cli.Errors;

/// <summary>A diagnostic as text with the colours of an output.</summary>
internal static class DiagnosticText
{
    /// <summary>Several lines, without a line end behind the last.</summary>
    public static string Of(Diagnostic diagnostic, TextOutput output)
    {
        if (!output.UseColor)
        {
            return DiagnosticFormatter.Format(diagnostic);
        }

        var text = new StringBuilder();
        foreach (DiagnosticSegment segment in DiagnosticFormatter.FormatSegments(diagnostic))
        {
            text.Append(output.Styled(StyleOf(segment.Kind), segment.Text));
        }

        return text.ToString();
    }

    private static TextStyle StyleOf(DiagnosticSegmentKind kind) => kind switch
    {
        DiagnosticSegmentKind.Place => TextStyle.Strong,
        DiagnosticSegmentKind.Error or DiagnosticSegmentKind.Underline => TextStyle.Error,
        DiagnosticSegmentKind.Warning => TextStyle.Warning,
        DiagnosticSegmentKind.Info => TextStyle.Accent,
        DiagnosticSegmentKind.Gutter => TextStyle.Faint,
        _ => TextStyle.Plain,
    };
}
