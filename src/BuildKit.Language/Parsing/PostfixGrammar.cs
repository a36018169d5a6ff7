using System.Collections.Immutable;
using BuildKit.Language.Syntax;
using Sprache;

namespace BuildKit.Language.Parsing;

/// <summary>What stands behind a value: <c>.Member</c>, <c>(arguments)</c>, <c>[index]</c>.</summary>
internal static class PostfixGrammar
{
    private static readonly Parser<ArgumentSyntax> named =
        from name in Tokens.Identifier
        from colon in Tokens.Sign(TokenKind.Colon)
        from value in ExpressionGrammar.Expression.Required($"a value behind ':'")
        select new ArgumentSyntax(name.To(value), name, value);

    private static readonly Parser<ArgumentSyntax> positional =
        from value in (Parser<ExpressionSyntax>)(input => ExpressionGrammar.Expression(input))
        select new ArgumentSyntax(value.Span, null, value);

    private static readonly Parser<ImmutableArray<ArgumentSyntax>> arguments =
        ((Parser<ArgumentSyntax>)Argument).CommaSeparated(TokenKind.CloseParen, MissingArgument, trailing: false);

    /// <summary>A value with everything behind it.</summary>
    public static IResult<ExpressionSyntax> Postfix(IInput input)
    {
        IResult<ExpressionSyntax> result = ExpressionGrammar.Primary(input);
        while (result.WasSuccessful)
        {
            var at = (TokenInput)result.Remainder;
            Parser<ExpressionSyntax>? rest = at.Token.Kind switch
            {
                TokenKind.Dot => Member(result.Value),
                TokenKind.OpenParen => Call(result.Value),
                TokenKind.OpenBracket when !at.Token.IsFirstOnLine => Index(result.Value),
                _ => null,
            };
            if (rest is null || !at.Context.TryDeepen(at.Token.Span)) break;
            result = rest(at);
        }

        return result;
    }

    private static IResult<ArgumentSyntax> Argument(IInput input) =>
        ((TokenInput)input) is { Token.Kind: TokenKind.Identifier, Following.Kind: TokenKind.Colon } ? named(input) : positional(input);

    private static Parser<ExpressionSyntax> Member(ExpressionSyntax target) =>
        from dot in Tokens.Sign(TokenKind.Dot)
        from member in Tokens.Identifier.Required("a name behind '.'")
        select new MemberAccessSyntax(target.To(member), target, member);

    private static Parser<ExpressionSyntax> Call(ExpressionSyntax callee) =>
        from open in Tokens.Sign(TokenKind.OpenParen)
        from passed in arguments
        from close in Tokens.Sign(TokenKind.CloseParen).Closing(open, passed.IsEmpty ? "an argument or ')'" : "',' or ')'")
        select new CallSyntax(
            callee.Span.To(passed.IsEmpty ? open.Span : passed[^1].Span).To(close), callee,
            close.Kind == TokenKind.End ? passed.Add(new ArgumentSyntax(close.Span, null, new MissingSyntax(close.Span))) : passed);

    private static Parser<ExpressionSyntax> Index(ExpressionSyntax target) =>
        from open in Tokens.Sign(TokenKind.OpenBracket)
        from index in ExpressionGrammar.Expression.Required("an index")
        from close in Tokens.Sign(TokenKind.CloseBracket).Closing(open, "']'")
        select new IndexSyntax(target.To(index).To(close), target, index);

    private static ArgumentSyntax MissingArgument(TokenInput at)
    {
        ExpressionSyntax missing = ExpressionGrammar.Missing(at);
        return new ArgumentSyntax(missing.Span, null, missing);
    }
}
