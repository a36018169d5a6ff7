using System.Collections.Immutable;
using System.Text;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;

namespace BuildKit.Language.Parsing;

/// <content>The indentation rule of raw strings over several lines (C# 11, raw string literals).</content>
internal sealed partial class Lexer
{
    private ImmutableArray<StringPiece> Unindent(ImmutableArray<StringPiece>.Builder pieces, int contentStart, string indentation)
    {
        for (int i = 0; i < pieces.Count; i++)
        {
            StringPiece piece = pieces[i];
            if (piece.Text is null)
            {
                bool opensLine = piece.Span.Start == contentStart || (i > 0 && content[piece.Span.Start - 1] is '\n' or '\r');
                if (opensLine && indentation.Length > 0) ReportIndentation(piece.Span.Start, 1);
                continue;
            }

            bool isLast = i == pieces.Count - 1;
            pieces[i] = piece with { Text = UnindentText(piece.Span, startsLine: piece.Span.Start == contentStart, endsLine: isLast, indentation) };
        }

        return pieces.ToImmutable();
    }

    private string UnindentText(SourceSpan span, bool startsLine, bool endsLine, string indentation)
    {
        var value = new StringBuilder(span.Length);
        int at = span.Start;
        bool isLineStart = startsLine;
        while (at < span.End)
        {
            int lineEnd = Math.Min(LineEnd(at), span.End);
            ReadOnlySpan<char> line = content.AsSpan(at, lineEnd - at);
            bool isWholeLine = lineEnd < span.End || endsLine;
            if (isLineStart) line = WithoutIndentation(line, at, isWholeLine, indentation);
            value.Append(line);
            if (lineEnd >= span.End) break;
            value.Append('\n');
            at = AfterLineEnd(lineEnd);
            isLineStart = true;
        }

        return value.ToString();
    }

    private ReadOnlySpan<char> WithoutIndentation(ReadOnlySpan<char> line, int at, bool isWholeLine, string indentation)
    {
        if (line.StartsWith(indentation, StringComparison.Ordinal)) return line[indentation.Length..];
        if (isWholeLine && line.IsWhiteSpace()) return [];
        ReportIndentation(at, Math.Max(1, line.Length - line.TrimStart().Length));
        return line;
    }

    private void ReportIndentation(int at, int length) =>
        Report(DiagnosticCodes.RawIndentation, "this line does not begin with the same blanks as the line of the closing quotes", at, at + length);
}
