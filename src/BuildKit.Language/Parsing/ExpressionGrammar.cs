using System.Globalization;
using BuildKit.Language.Syntax;
using Sprache;

namespace BuildKit.Language.Parsing;

/// <summary>Values.</summary>
internal static class ExpressionGrammar
{
    private static readonly Parser<ExpressionSyntax> name =
        from token in Tokens.Of(TokenKind.Identifier, "a value")
        select new NameSyntax(token.Span, token.Text);

    private static readonly Parser<ExpressionSyntax> number =
        from token in Tokens.Of(TokenKind.Number, "a value")
        select Number(token);

    private static readonly Parser<ExpressionSyntax> boolean =
        from token in Tokens.AnyOf("a value", "true", "false")
        select new BooleanSyntax(token.Span, token.Is("true"));

    private static readonly Parser<ExpressionSyntax> nothing =
        from token in Tokens.AnyOf("a value", "null")
        select new NullSyntax(token.Span);

    private static readonly Parser<ExpressionSyntax> parenthesized =
        from open in Tokens.Sign(TokenKind.OpenParen)
        from value in ((Parser<ExpressionSyntax>)Any).Required("a value")
        from close in Tokens.Sign(TokenKind.CloseParen).Closing(open, "')'")
        select new ParenthesizedSyntax(open.To(value).To(close), value);

    private static readonly Parser<ExpressionSyntax> lambda =
        from parameter in Tokens.Identifier
        from arrow in Tokens.Of(TokenKind.Arrow, "'=>'")
        from body in ((Parser<ExpressionSyntax>)Any).Required("a value behind '=>'")
        select new LambdaSyntax(parameter.To(body), parameter, body);

    /// <summary>Any value.</summary>
    public static readonly Parser<ExpressionSyntax> Expression = Any;

    private static readonly Parser<ExpressionSyntax> nestedLambda = lambda.Nested(Missing);

    /// <summary>A value without operators.</summary>
    public static IResult<ExpressionSyntax> Primary(IInput input)
    {
        Token token = ((TokenInput)input).Token;
        Parser<ExpressionSyntax> parser = token.Kind switch
        {
            TokenKind.String => StringGrammar.String,
            TokenKind.Number => number,
            TokenKind.OpenParen => parenthesized,
            TokenKind.OpenBracket => CollectionGrammar.List,
            TokenKind.Keyword when token.Is("new") => CollectionGrammar.Object,
            TokenKind.Keyword when token.Is("null") => nothing,
            TokenKind.Keyword => boolean,
            _ => name,
        };
        return parser(input);
    }

    /// <summary>Stands where there is no value.</summary>
    public static ExpressionSyntax Missing(TokenInput at) => new MissingSyntax(Combinators.Gap(at));

    private static IResult<ExpressionSyntax> Any(IInput input) =>
        (TokenInput)input is { Token.Kind: TokenKind.Identifier, Following.Kind: TokenKind.Arrow } ? nestedLambda(input) : OperatorGrammar.Conditional(input);

    private static ExpressionSyntax Number(Token token) =>
        token.IsBroken ? new MissingSyntax(token.Span) : new IntegerSyntax(token.Span, long.Parse(token.Text, CultureInfo.InvariantCulture));
}
