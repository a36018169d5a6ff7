using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;

namespace BuildKit.Language.Parsing;

/// <content>Raw strings.</content>
internal sealed partial class Lexer
{
    private ImmutableArray<StringPiece> RawPieces(int open, int quotes, int dollars)
    {
        position += quotes;
        int firstLineEnd = LineEnd(position);
        bool isMultiLine = firstLineEnd < content.Length && content.AsSpan(position, firstLineEnd - position).IsWhiteSpace();
        int contentStart = isMultiLine ? AfterLineEnd(firstLineEnd) : position;
        int limit = isMultiLine ? content.Length : firstLineEnd;
        position = contentStart;
        lastHoleIsOpen = false;
        var pieces = ImmutableArray.CreateBuilder<StringPiece>();
        int textStart = position;
        while (position < limit)
        {
            if (Peek() == '"')
            {
                int run = CountRun('"', position);
                if (run >= quotes) return CloseRaw(pieces, textStart, contentStart, quotes, run, isMultiLine);
                position += run;
            }
            else if (dollars > 0 && Peek() is '{' or '}')
            {
                RawBrace(pieces, ref textStart, dollars, isMultiLine);
            }
            else
            {
                position++;
            }
        }

        // A hole may have run beyond the line; the string ends where it stands.
        if (!lastHoleIsOpen)
        {
            string message = $"this raw string has no closing '{new string('"', quotes)}'"
                + (isMultiLine ? "" : " on its line; text over several lines begins on the line below the opening quotes");
            Report(DiagnosticCodes.UnclosedString, message, open, open + dollars + quotes);
        }

        AddRawText(pieces, textStart, position);
        return pieces.ToImmutable();
    }

    private void RawBrace(ImmutableArray<StringPiece>.Builder pieces, ref int textStart, int dollars, bool isMultiLine)
    {
        char brace = Peek();
        int run = CountRun(brace, position);
        if (run < dollars)
        {
            position += run;
            return;
        }

        if (brace == '}' || run >= 2 * dollars)
        {
            string message = brace == '}'
                ? $"these braces close no hole; write more '$' before the string to have '{new string('}', run)}' as text"
                : $"too many braces; write more '$' before the string to have '{new string('{', run)}' as text";
            Report(DiagnosticCodes.StrayBrace, message, position, position + run);
            position += run;
            return;
        }

        position += run - dollars;
        AddRawText(pieces, textStart, position);
        pieces.Add(Hole(dollars, isSingleLine: !isMultiLine));
        textStart = position;
    }

    private ImmutableArray<StringPiece> CloseRaw(
        ImmutableArray<StringPiece>.Builder pieces, int textStart, int contentStart, int quotes, int run, bool isMultiLine)
    {
        int close = position;
        position += run;
        if (run > quotes)
        {
            Report(
                DiagnosticCodes.RawQuotes,
                $"{run} quotes stand here, but the string was opened with {quotes}; open it with more to have quotes in it", close, position);
        }

        if (!isMultiLine)
        {
            AddRawText(pieces, textStart, close);
            return pieces.ToImmutable();
        }

        int lineStart = content.AsSpan(0, close).LastIndexOfAny('\n', '\r') + 1;
        if (lineStart < textStart && lineStart != contentStart || !content.AsSpan(lineStart, close - lineStart).IsWhiteSpace())
        {
            Report(DiagnosticCodes.RawQuotes, "the closing quotes of a raw string over several lines stand on a line of their own", close, position);
            AddRawText(pieces, textStart, close);
            return pieces.ToImmutable();
        }

        string indentation = content[lineStart..close];
        int textEnd = lineStart == contentStart ? contentStart : BeforeLineEnd(lineStart);
        if (textEnd > textStart) AddRawText(pieces, textStart, textEnd);
        return Unindent(pieces, contentStart, indentation);
    }

    private void AddRawText(ImmutableArray<StringPiece>.Builder pieces, int start, int end)
    {
        if (end > start) pieces.Add(new StringPiece(new SourceSpan(text, start, end - start), content[start..end].Replace("\r\n", "\n").Replace('\r', '\n'), default));
    }

    private int AfterLineEnd(int at) => content[at] == '\r' && at + 1 < content.Length && content[at + 1] == '\n' ? at + 2 : at + 1;

    private int BeforeLineEnd(int lineStart) => lineStart >= 2 && content[lineStart - 1] == '\n' && content[lineStart - 2] == '\r' ? lineStart - 2 : lineStart - 1;
}
