using System.Collections.Immutable;

namespace BuildKit.Language.Diagnostics;

/// <summary>
/// Gives a diagnostic the form that people read: place, code and message, the source line, the place underlined, then its notes.
/// Lines are separated by <c>\n</c>; nothing is coloured.
/// </summary>
public static class DiagnosticFormatter
{
    /// <summary>The text of one diagnostic, without a line end behind it.</summary>
    public static string Format(Diagnostic diagnostic) => string.Concat(FormatSegments(diagnostic).Select(segment => segment.Text));

    /// <summary>The same text in pieces, so that a terminal can colour each kind.</summary>
    public static ImmutableArray<DiagnosticSegment> FormatSegments(Diagnostic diagnostic) => throw new NotSupportedException();
}
