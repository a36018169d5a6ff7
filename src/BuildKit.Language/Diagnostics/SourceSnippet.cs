using System.Text;
using BuildKit.Language.Text;

namespace BuildKit.Language.Diagnostics;

/// <summary>The line of a span as it is shown, and which columns of it are underlined.</summary>
/// <param name="Line">The line: tabs as blanks, control characters replaced, too long ends cut off.</param>
/// <param name="UnderlineStart">The first column underlined, from 0.</param>
/// <param name="UnderlineLength">How many columns are underlined; at least 1.</param>
internal readonly record struct SourceSnippet(string Line, int UnderlineStart, int UnderlineLength)
{
    private const int TabWidth = 4;
    private const int MostColumns = 160;
    private const int ColumnsBefore = 60;
    private const string Ellipsis = "...";

    /// <summary>The line in which the span begins. A span of several lines is underlined to the end of its first one.</summary>
    public static SourceSnippet Of(SourceSpan span)
    {
        LinePosition position = span.Position;
        string source = span.Source.LineAt(position.Line);
        int first = Math.Min(position.Column - 1, source.Length);
        int last = Math.Min(first + span.Length, source.Length);
        var line = new StringBuilder();
        AppendShown(line, source.AsSpan(0, first));
        int start = line.Length;
        AppendShown(line, source.AsSpan(first, last - first));
        int length = Math.Max(1, line.Length - start);
        AppendShown(line, source.AsSpan(last));
        return Elide(line.ToString().TrimEnd(), start, length);
    }

    /// <summary>A text on one line without control characters.</summary>
    public static string Printable(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1f') && !text.Any(char.IsControl)) return text;
        return string.Create(text.Length, text, (shown, source) =>
        {
            for (int i = 0; i < source.Length; i++) shown[i] = source[i] is '\n' or '\r' or '\t' ? ' ' : char.IsControl(source[i]) ? '\uFFFD' : source[i];
        });
    }

    private static void AppendShown(StringBuilder line, ReadOnlySpan<char> source)
    {
        foreach (char c in source)
        {
            if (c == '\t') line.Append(' ', TabWidth - (line.Length % TabWidth));
            else line.Append(char.IsControl(c) ? '\uFFFD' : c);
        }
    }

    private static SourceSnippet Elide(string line, int start, int length)
    {
        if (line.Length <= MostColumns) return new SourceSnippet(line, start, length);
        int from = start <= ColumnsBefore ? 0 : start - ColumnsBefore;
        int to = Math.Min(line.Length, from + MostColumns);
        string before = from > 0 ? Ellipsis : "";
        string after = to < line.Length ? Ellipsis : "";
        int shownStart = start - from + before.Length;
        int shownLength = Math.Max(1, Math.Min(length, Math.Max(0, to - start)));
        from = Math.Min(from, to);
        return new SourceSnippet($"{before}{line[from..to]}{after}", shownStart, shownLength);
    }
}
