using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Language.Parsing;

/// <content>Strings on one line and verbatim ones.</content>
internal sealed partial class Lexer
{
    private const int MostNestedStrings = 32;

    private int nestedStrings;

    /// <summary>A string with all its prefixes; null where a <c>$</c> or <c>@</c> begins none.</summary>
    private Token? String()
    {
        int start = position;
        int quote = start;
        while (quote < content.Length && content[quote] is '$' or '@') quote++;
        if (quote == content.Length || content[quote] != '"') return null;
        int dollars = content.AsSpan(start, quote - start).Count('$');
        bool isVerbatim = quote - start > dollars;
        int quotes = CountRun('"', quote);
        bool wasLineStart = isLineStart;
        position = quote;
        int errors = diagnostics.Count;
        ImmutableArray<StringPiece> pieces;
        StringForm form;
        if (++nestedStrings > MostNestedStrings)
        {
            Report(DiagnosticCodes.TooDeep, $"strings are nested more than {MostNestedStrings} levels deep", start, quote + 1);
            position = content.Length;
            (form, pieces) = (StringForm.Plain, []);
        }
        else if (quotes >= 3 && !isVerbatim)
        {
            form = StringForm.Raw;
            pieces = RawPieces(start, quotes, dollars);
        }
        else
        {
            form = isVerbatim ? StringForm.Verbatim : StringForm.Plain;
            if (dollars > 1 || quote - start - dollars > 1)
            {
                Report(DiagnosticCodes.RawQuotes, "only a raw string (three quotes) takes more than one '$'", start, quote);
            }

            position++;
            pieces = OrdinaryPieces(start, isVerbatim, dollars > 0);
        }

        nestedStrings--;
        isLineStart = wasLineStart;
        bool isBroken = diagnostics.Count > errors;
        return Make(TokenKind.String, start) with { Literal = new StringLiteral(form, dollars, pieces), IsBroken = isBroken };
    }

    private ImmutableArray<StringPiece> OrdinaryPieces(int open, bool isVerbatim, bool hasHoles)
    {
        var pieces = ImmutableArray.CreateBuilder<StringPiece>();
        var value = new System.Text.StringBuilder();
        int textStart = position;
        lastHoleIsOpen = false;
        while (true)
        {
            char c = Peek();
            if (position >= content.Length || (!isVerbatim && c is '\n' or '\r'))
            {
                if (!lastHoleIsOpen) Report(DiagnosticCodes.UnclosedString, "this string has no closing '\"'", open, position);
                break;
            }

            if (c == '"' && !(isVerbatim && Peek(1) == '"')) break;
            if (hasHoles && c is '{' or '}' && Peek(1) != c)
            {
                if (c == '}')
                {
                    Report(DiagnosticCodes.StrayBrace, "this '}' closes no hole; a brace in an interpolated string is written '}}'", position, position + 1);
                    value.Append(c);
                    position++;
                    continue;
                }

                AddText(pieces, textStart, value);
                pieces.Add(Hole(1, isSingleLine: !isVerbatim));
                textStart = position;
            }
            else
            {
                OrdinaryCharacter(value, isVerbatim, hasHoles);
            }
        }

        AddText(pieces, textStart, value);
        if (Peek() == '"') position++;
        return pieces.ToImmutable();
    }

    private void OrdinaryCharacter(System.Text.StringBuilder value, bool isVerbatim, bool hasHoles)
    {
        char c = Peek();
        if (c == '\\' && !isVerbatim)
        {
            Escape(value);
        }
        else if (c == '\r')
        {
            value.Append('\n');
            position += Peek(1) == '\n' ? 2 : 1;
        }
        else
        {
            value.Append(c);
            position += (hasHoles && c is '{' or '}') || (isVerbatim && c == '"') ? 2 : 1;
        }
    }

    private void AddText(ImmutableArray<StringPiece>.Builder pieces, int start, System.Text.StringBuilder value)
    {
        if (position > start) pieces.Add(new StringPiece(new SourceSpan(text, start, position - start), value.ToString(), default));
        value.Clear();
    }

    private int CountRun(char c, int from)
    {
        int end = from;
        while (end < content.Length && content[end] == c) end++;
        return end - from;
    }
}
