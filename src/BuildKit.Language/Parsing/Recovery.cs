using BuildKit.Language.Syntax;

namespace BuildKit.Language.Parsing;

/// <summary>Where the parser finds its feet after an error.</summary>
internal static class Recovery
{
    /// <summary>Whether a statement may begin here after an error: behind a <c>;</c>, or with a word that begins one on a line of its own.</summary>
    public static bool CanResume(TokenInput at) =>
        at.AtEnd || at.Is(TokenKind.CloseBrace) || at.Previous is { Kind: TokenKind.Semicolon } || (at.Token.IsFirstOnLine && LooksLikeStatement(at));

    /// <summary>
    /// Skips to behind the next <c>;</c> or a <c>}</c> at the end of a line, or to a <c>}</c> or a line that begins a statement, over what stands in brackets. Takes at least
    /// one token.
    /// </summary>
    public static (SkippedSyntax Skipped, TokenInput Next) Skip(TokenInput at)
    {
        Token first = at.Token;
        Token last = first;
        int depth = 0;
        while (!at.AtEnd)
        {
            Token token = at.Token;
            bool isFirst = ReferenceEquals(token, first);
            if (!isFirst && IsDeclarationAtLineStart(at)) break;
            if (!isFirst && depth == 0 && (token.Kind == TokenKind.CloseBrace || (token.IsFirstOnLine && LooksLikeStatement(at)))) break;
            if (token.Kind is TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.OpenBrace) depth++;
            if (token.Kind is TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.CloseBrace) depth = Math.Max(0, depth - 1);
            last = token;
            at = at.Next;
            bool isEnd = token.Kind == TokenKind.Semicolon || (token.Kind == TokenKind.CloseBrace && at.Token.IsFirstOnLine);
            if (isEnd && depth == 0) break;
        }

        at.Context.IsPanicking = false;
        return (new SkippedSyntax(first.To(last)), at);
    }

    /// <summary>Whether a declaration begins in the first column. In a block of a file that lacks a <c>}</c>, this ends the block.</summary>
    public static bool IsDeclarationAtLineStart(TokenInput at) =>
        at.Token.IsFirstOnLine && IsDeclaration(at) && (at.Token.Span.Start == 0 || at.Source[at.Token.Span.Start - 1] is '\n' or '\r');

    /// <summary>Whether one of the words for declarations stands here and is used as such.</summary>
    public static bool IsDeclaration(TokenInput at) =>
        at.Is(TokenKind.Identifier) && Words.Declarations.AsSpan().Contains(at.Token.Text)
        && at.Following.Kind is TokenKind.Identifier or TokenKind.String or TokenKind.OpenBrace or TokenKind.Keyword or TokenKind.Bad;

    private static bool LooksLikeStatement(TokenInput at) =>
        at.Token.Is("if") || at.Token.Is("foreach") || at.Token.Is("var") || IsDeclaration(at)
        || (at.Is(TokenKind.Identifier) && at.Following.Kind is TokenKind.OpenParen or TokenKind.Dot or TokenKind.Identifier);
}
