using System.Collections.Immutable;
using System.Globalization;
using BuildKit.Language.Text;

namespace BuildKit.Language.Diagnostics;

/// <summary>
/// Gives a diagnostic the form that people read: place, code and message, the source line, the place underlined, then its notes.
/// Lines are separated by <c>\n</c>; nothing is coloured. Control characters of the source never get through.
/// </summary>
public static class DiagnosticFormatter
{
    /// <summary>The text of one diagnostic, without a line end behind it.</summary>
    public static string Format(Diagnostic diagnostic) => string.Concat(FormatSegments(diagnostic).Select(segment => segment.Text));

    /// <summary>The same text in pieces, so that a terminal can colour each kind.</summary>
    public static ImmutableArray<DiagnosticSegment> FormatSegments(Diagnostic diagnostic)
    {
        var segments = ImmutableArray.CreateBuilder<DiagnosticSegment>();
        (DiagnosticSegmentKind kind, string word) = diagnostic.Severity switch
        {
            Severity.Error => (DiagnosticSegmentKind.Error, "error"),
            Severity.Warning => (DiagnosticSegmentKind.Warning, "warning"),
            _ => (DiagnosticSegmentKind.Info, "info"),
        };
        AddHeading(segments, diagnostic.Span, kind, $"{word} {diagnostic.Code}", diagnostic.Message);
        AddSnippet(segments, diagnostic.Span);
        foreach (Note note in diagnostic.Notes)
        {
            segments.Add(new(DiagnosticSegmentKind.Plain, "\n"));
            AddHeading(segments, note.Span, DiagnosticSegmentKind.Info, "note", note.Message);
            if (note.Span is { } place) AddSnippet(segments, place);
        }

        return segments.ToImmutable();
    }

    private static void AddHeading(
        ImmutableArray<DiagnosticSegment>.Builder segments, SourceSpan? span, DiagnosticSegmentKind kind, string label, string message)
    {
        if (span is { } place)
        {
            segments.Add(new(DiagnosticSegmentKind.Place, SourceSnippet.Printable(place.ToString())));
            segments.Add(new(DiagnosticSegmentKind.Plain, ": "));
        }
        else
        {
            segments.Add(new(DiagnosticSegmentKind.Plain, "  "));
        }

        segments.Add(new(kind, label));
        segments.Add(new(DiagnosticSegmentKind.Plain, ": "));
        segments.Add(new(DiagnosticSegmentKind.Message, SourceSnippet.Printable(message)));
    }

    private static void AddSnippet(ImmutableArray<DiagnosticSegment>.Builder segments, SourceSpan span)
    {
        SourceSnippet snippet = SourceSnippet.Of(span);
        string number = span.Position.Line.ToString(CultureInfo.InvariantCulture).PadLeft(4);
        segments.Add(new(DiagnosticSegmentKind.Plain, "\n"));
        segments.Add(new(DiagnosticSegmentKind.Gutter, $"{number} | "));
        segments.Add(new(DiagnosticSegmentKind.Source, snippet.Line));
        segments.Add(new(DiagnosticSegmentKind.Plain, "\n"));
        segments.Add(new(DiagnosticSegmentKind.Gutter, $"{new string(' ', number.Length)} | "));
        segments.Add(new(DiagnosticSegmentKind.Plain, new string(' ', snippet.UnderlineStart)));
        segments.Add(new(DiagnosticSegmentKind.Underline, new string('^', snippet.UnderlineLength)));
    }
}
