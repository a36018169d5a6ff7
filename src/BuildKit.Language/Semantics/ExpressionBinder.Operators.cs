using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <content>Operators.</content>
internal sealed partial class ExpressionBinder
{
    private BuildType BindConditional(ConditionalSyntax conditional, BuildType expected, Surroundings where)
    {
        _ = Bind(conditional.Condition, BuildType.Bool, where, "a condition");
        BuildType then = Bind(conditional.Then, expected, where);
        BuildType otherwise = Bind(conditional.Otherwise, expected, where);
        return Either(then, otherwise, expected, conditional, "both values of '? :'");
    }

    private BuildType BindUnary(UnarySyntax unary, Surroundings where)
    {
        (BuildType type, string what) = unary.Operator == UnaryOperator.Not ? (BuildType.Bool, "the value of '!'") : (BuildType.Int, "the value of '-'");
        _ = Bind(unary.Operand, type, where, what);
        return type;
    }

    private BuildType BindBinary(BinarySyntax binary, BuildType expected, Surroundings where)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.Coalesce:
                BuildType first = Bind(binary.Left, expected, where);
                BuildType second = Bind(binary.Right, expected, where);
                return Either(first, second, expected, binary, "both values of '??'");
            case BinaryOperator.And or BinaryOperator.Or:
                _ = Bind(binary.Left, BuildType.Bool, where, $"the left value of '{binary.OperatorSpan.Text}'");
                _ = Bind(binary.Right, BuildType.Bool, where, $"the right value of '{binary.OperatorSpan.Text}'");
                return BuildType.Bool;
        }

        BuildType left = Bind(binary.Left, BuildType.Unknown, where);
        BuildType right = Bind(binary.Right, BuildType.Unknown, where);
        if (left.Kind == TypeKind.Secret || right.Kind == TypeKind.Secret)
        {
            ReportSecret(left.Kind == TypeKind.Secret ? binary.Left : binary.Right);
            return ResultOf(binary.Operator) ?? BuildType.String;
        }

        if (!GoTogether(binary.Operator, left, right))
        {
            string advice = (binary.Operator, left.Kind, right.Kind) is (BinaryOperator.Add, TypeKind.List, _) or (BinaryOperator.Add, _, TypeKind.List)
                ? "; put lists together with [..a, ..b]" : "";
            session.Error(
                DiagnosticCodes.OperatorTypes,
                $"'{binary.OperatorSpan.Text}' does not go with {TypeRules.Describe(left)} and {TypeRules.Describe(right)}{advice}", binary.OperatorSpan);
        }

        if (ResultOf(binary.Operator) is { } result) return result;
        if (left.Kind == TypeKind.Unknown && right.Kind == TypeKind.Unknown) return BuildType.Unknown;
        return left.Kind == TypeKind.Int && right.Kind == TypeKind.Int ? BuildType.Int : BuildType.String;
    }

    private BuildType Either(BuildType left, BuildType right, BuildType expected, ExpressionSyntax whole, string what)
    {
        if (TypeRules.Common(left, right) is { } common) return common;
        if (left.Kind == TypeKind.Null) return right;
        if (right.Kind == TypeKind.Null) return left;
        if (expected.Kind != TypeKind.Unknown && TypeRules.Fits(left, expected) && TypeRules.Fits(right, expected)) return expected;
        session.Error(
            DiagnosticCodes.NoCommonType, $"{what} have one type, but here are {TypeRules.Describe(left)} and {TypeRules.Describe(right)}", whole.Span);
        return BuildType.Unknown;
    }

    /// <summary>The type that an operator gives whatever it takes; null for <c>+</c>.</summary>
    private static BuildType? ResultOf(BinaryOperator binary) => binary switch
    {
        BinaryOperator.Add => null,
        BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Remainder => BuildType.Int,
        _ => BuildType.Bool,
    };

    private static bool GoTogether(BinaryOperator binary, BuildType left, BuildType right) => binary switch
    {
        BinaryOperator.Equal or BinaryOperator.NotEqual =>
            (TypeRules.IsText(left) || left.Kind == TypeKind.Null) && (TypeRules.IsText(right) || right.Kind == TypeKind.Null)
            && (TypeRules.Fits(left, right) || TypeRules.Fits(right, left)),
        BinaryOperator.Add => (IsInt(left) && IsInt(right)) || (TypeRules.IsText(left) && TypeRules.IsText(right) && (IsString(left) || IsString(right))),
        _ => IsInt(left) && IsInt(right),
    };

    private static bool IsInt(BuildType type) => type.Kind is TypeKind.Int or TypeKind.Unknown;

    private static bool IsString(BuildType type) => type.Kind is TypeKind.String or TypeKind.Unknown;
}
