using BuildKit.Language.Diagnostics;
using BuildKit.Language.Syntax;
using Sprache;

namespace BuildKit.Language.Parsing;

/// <summary>Values with operators between, before and behind them.</summary>
internal static class OperatorGrammar
{
    private static readonly Parser<ExpressionSyntax> negated =
        from sign in Tokens.Sign(TokenKind.Not).Or(Tokens.Sign(TokenKind.Minus))
        from operand in ((Parser<ExpressionSyntax>)Unary).Required("a value")
        select new UnarySyntax(sign.To(operand), sign.Kind == TokenKind.Not ? UnaryOperator.Not : UnaryOperator.Negate, operand);

    private static readonly Parser<ExpressionSyntax> nestedNegated = negated.Nested(ExpressionGrammar.Missing);

    /// <summary><c>condition ? then : otherwise</c>, or what stands without it.</summary>
    public static readonly Parser<ExpressionSyntax> Conditional =
        from condition in Binary(Operators.CoalesceStrength)
        from whole in Branches(condition)
        select whole;

    /// <summary><c>!x</c>, <c>-x</c>, or a value with what stands behind it.</summary>
    public static IResult<ExpressionSyntax> Unary(IInput input) =>
        ((TokenInput)input).Token.Kind is TokenKind.Not or TokenKind.Minus ? nestedNegated(input) : PostfixGrammar.Postfix(input);

    private static Parser<ExpressionSyntax> Nested(Parser<ExpressionSyntax> parser) => parser.Nested(ExpressionGrammar.Missing);

    private static Parser<ExpressionSyntax> Branches(ExpressionSyntax condition) =>
        input => ((TokenInput)input).Is(TokenKind.Question)
            ? Nested(from question in Tokens.Sign(TokenKind.Question)
               from then in ExpressionGrammar.Expression.Required("a value behind '?'")
               from colon in Tokens.Sign(TokenKind.Colon).Required("':' and the other value")
               from otherwise in ExpressionGrammar.Expression.Required("a value behind ':'")
               select (ExpressionSyntax)new ConditionalSyntax(condition.To(otherwise), condition, then, otherwise))(input)
            : Result.Success(condition, input);

    /// <summary>Climbs: takes operators as long as they are at least as strong as <paramref name="weakest"/>.</summary>
    private static Parser<ExpressionSyntax> Binary(int weakest) =>
        input =>
        {
            var start = (TokenInput)input;
            if (!start.Context.TryEnter(start.Token.Span, out int outer)) return Result.Success(ExpressionGrammar.Missing(start), start);
            IResult<ExpressionSyntax> left = Climb(Unary(input), weakest);
            start.Context.Leave(outer);
            return left;
        };

    private static IResult<ExpressionSyntax> Climb(IResult<ExpressionSyntax> left, int weakest)
    {
        while (left.WasSuccessful)
        {
            var at = (TokenInput)left.Remainder;
            if (Operators.Find(at.Token.Kind) is not var (binary, strength) || strength < weakest) break;
            if (!at.Context.TryDeepen(at.Token.Span)) break;
            int next = strength == Operators.CoalesceStrength ? strength : strength + 1;
            IResult<ExpressionSyntax> right = Binary(next).Required($"a value behind '{at.Token.Text}'")(at.Next);
            left = Result.Success<ExpressionSyntax>(
                new BinarySyntax(left.Value.To(right.Value), left.Value, binary, at.Token.Span, right.Value), right.Remainder);
        }

        return left;
    }
}
