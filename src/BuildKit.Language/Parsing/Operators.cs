using BuildKit.Language.Syntax;

namespace BuildKit.Language.Parsing;

/// <summary>The operators between two values with their strength, weakest first, as C# has them.</summary>
internal static class Operators
{
    /// <summary>How strong <c>??</c> is, which binds to the right.</summary>
    public const int CoalesceStrength = 1;

    /// <summary>The operator of a token; null where it is none.</summary>
    public static (BinaryOperator Operator, int Strength)? Find(TokenKind kind) => kind switch
    {
        TokenKind.Coalesce => (BinaryOperator.Coalesce, CoalesceStrength),
        TokenKind.Or => (BinaryOperator.Or, 2),
        TokenKind.And => (BinaryOperator.And, 3),
        TokenKind.Equal => (BinaryOperator.Equal, 4),
        TokenKind.NotEqual => (BinaryOperator.NotEqual, 4),
        TokenKind.Less => (BinaryOperator.Less, 5),
        TokenKind.LessOrEqual => (BinaryOperator.LessOrEqual, 5),
        TokenKind.Greater => (BinaryOperator.Greater, 5),
        TokenKind.GreaterOrEqual => (BinaryOperator.GreaterOrEqual, 5),
        TokenKind.Plus => (BinaryOperator.Add, 6),
        TokenKind.Minus => (BinaryOperator.Subtract, 6),
        TokenKind.Star => (BinaryOperator.Multiply, 7),
        TokenKind.Slash => (BinaryOperator.Divide, 7),
        TokenKind.Percent => (BinaryOperator.Remainder, 7),
        _ => null,
    };
}
