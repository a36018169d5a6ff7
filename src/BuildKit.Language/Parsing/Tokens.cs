using BuildKit.Language.Syntax;
using Sprache;

namespace BuildKit.Language.Parsing;

/// <summary>Parsers of one token, and of names and types.</summary>
internal static class Tokens
{
    public static readonly Parser<IdentifierSyntax> Identifier =
        from token in Of(TokenKind.Identifier, "a name")
        select new IdentifierSyntax(token.Span, token.Text);

    public static readonly Parser<TypeSyntax> Type =
        from name in AnyOf("a type: string, int or bool", "string", "int", "bool")
        from brackets in Brackets.Optional()
        select new TypeSyntax(name.Span.To(brackets.GetOrElse(name)), name.Text, brackets.IsDefined);

    private static Parser<Token> Brackets =>
        from open in Of(TokenKind.OpenBracket, "'['")
        from close in Of(TokenKind.CloseBracket, "']'")
        select close;

    /// <summary>A token of a kind; <paramref name="words"/> say what was expected where it is missing.</summary>
    public static Parser<Token> Of(TokenKind kind, string words)
    {
        string[] expectations = [words];
        return input => input.Current == (char)kind && !(kind == TokenKind.End && !input.AtEnd)
            ? Result.Success(((TokenInput)input).Token, input.Advance())
            : Result.Failure<Token>(input, "unexpected token", expectations);
    }

    /// <summary>A sign, named as it is written.</summary>
    public static Parser<Token> Sign(TokenKind kind) => Of(kind, $"'{(char)kind}'");

    /// <summary>A keyword or contextual keyword.</summary>
    public static Parser<Token> Word(string word) => AnyOf($"'{word}'", word);

    /// <summary>One of several words.</summary>
    public static Parser<Token> AnyOf(string expectation, params string[] words)
    {
        string[] expectations = [expectation];
        return input => ((TokenInput)input).Token is { Kind: TokenKind.Identifier or TokenKind.Keyword } token && words.AsSpan().Contains(token.Text)
            ? Result.Success(token, input.Advance())
            : Result.Failure<Token>(input, "unexpected token", expectations);
    }
}
