using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <summary>Values that are known without evaluation.</summary>
internal static class Constants
{
    /// <summary>The string, long or bool of a literal; null for everything else.</summary>
    public static object? Of(ExpressionSyntax expression) => expression switch
    {
        StringSyntax { Constant: { } text } => text,
        IntegerSyntax number => number.Value,
        BooleanSyntax boolean => boolean.Value,
        UnarySyntax { Operator: UnaryOperator.Negate, Operand: IntegerSyntax number } => -number.Value,
        ParenthesizedSyntax parenthesized => Of(parenthesized.Expression),
        _ => null,
    };
}
