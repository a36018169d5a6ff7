using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;

namespace BuildKit.Language.Parsing;

/// <content>Holes of interpolated strings.</content>
internal sealed partial class Lexer
{
    private bool lastHoleIsOpen;

    /// <summary>Reads a hole from its first brace to its last. One of a string on a single line ends there at the latest.</summary>
    private StringPiece Hole(int braces, bool isSingleLine)
    {
        int start = position;
        int errors = diagnostics.Count;
        int lineEnd = isSingleLine ? LineEnd(start) : content.Length;
        position += braces;
        var tokens = ImmutableArray.CreateBuilder<Token>();
        int depth = 0;
        isLineStart = false;
        for (SkipTrivia(); position < lineEnd; SkipTrivia())
        {
            if (depth == 0 && Peek() == '}' && CountRun('}', position) >= braces) break;
            Token token = NextToken();
            if (token.Kind == TokenKind.OpenBrace) depth++;
            if (token.Kind == TokenKind.CloseBrace) depth--;
            tokens.Add(token);

            // A string of several lines inside of the hole takes the hole along.
            if (position > lineEnd) lineEnd = LineEnd(position);
        }

        if (position >= lineEnd)
        {
            position = Math.Max(start + braces, lineEnd);

            // What the tokens up to the end of the line lack follows from the missing brace.
            diagnostics.RemoveRange(errors, diagnostics.Count - errors);
            lastHoleIsOpen = true;
            Report(DiagnosticCodes.UnclosedHole, "this hole has no closing '}'; a brace in an interpolated string is written '{{'", start, start + braces);
            tokens.Add(Make(TokenKind.End, position) with { IsBroken = true });
        }
        else
        {
            tokens.Add(Make(TokenKind.End, position) with { Span = new SourceSpan(text, position, braces) });
            position += braces;
        }

        return new StringPiece(new SourceSpan(text, start, position - start), null, tokens.ToImmutable());
    }

    private int LineEnd(int from)
    {
        int end = content.AsSpan(from).IndexOfAny('\n', '\r');
        return end < 0 ? content.Length : from + end;
    }
}
