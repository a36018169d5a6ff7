using BuildKit.Graph.Evaluation.Values;
using BuildKit.Language.Syntax;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>Operators between evaluated values. Numbers are checked: nothing wraps around.</summary>
internal sealed class Operators(EvaluationSession session, ValueText text)
{
    internal object Apply(BinarySyntax syntax, object left, object right) => syntax.Operator switch
    {
        BinaryOperator.Equal => Same(left, right),
        BinaryOperator.NotEqual => !Same(left, right),
        BinaryOperator.Add when left is string || right is string =>
            text.Bounded(text.Of(left, syntax.Left.Span) + text.Of(right, syntax.Right.Span), syntax.Span),
        BinaryOperator.Add when left is ListValue first && right is ListValue second =>
            text.Bounded(new ListValue([.. first.Items, .. second.Items]), syntax.Span),
        BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual =>
            Compare(syntax.Operator, text.Int(left, syntax.Left.Span), text.Int(right, syntax.Right.Span)),
        _ => Calculate(syntax, text.Int(left, syntax.Left.Span), text.Int(right, syntax.Right.Span)),
    };

    internal object Negate(UnarySyntax syntax, object operand)
    {
        long number = text.Int(operand, syntax.Operand.Span);
        return number == long.MinValue ? throw TooLarge(syntax) : -number;
    }

    private static bool Same(object left, object right) =>
        left is FailedValue || right is FailedValue ? throw new EvaluationFailedException() : ValueText.AreEqual(left, right);

    private static bool Compare(BinaryOperator kind, long left, long right) => kind switch
    {
        BinaryOperator.Less => left < right,
        BinaryOperator.LessOrEqual => left <= right,
        BinaryOperator.Greater => left > right,
        _ => left >= right,
    };

    private object Calculate(BinarySyntax syntax, long left, long right)
    {
        try
        {
            return syntax.Operator switch
            {
                BinaryOperator.Add => checked(left + right),
                BinaryOperator.Subtract => checked(left - right),
                BinaryOperator.Multiply => checked(left * right),
                BinaryOperator.Divide => checked(left / right),
                BinaryOperator.Remainder => right == -1 ? 0L : left % right,
                _ => throw new InvalidOperationException($"The operator {syntax.Operator} is not one of numbers."),
            };
        }
        catch (OverflowException)
        {
            throw TooLarge(syntax);
        }
        catch (DivideByZeroException)
        {
            throw session.Fail(GraphDiagnosticCodes.Arithmetic, "this divides by zero", syntax.Right.Span);
        }
    }

    private EvaluationFailedException TooLarge(ExpressionSyntax syntax) =>
        session.Fail(GraphDiagnosticCodes.Arithmetic, "the result does not fit into 64 bits", syntax.Span);
}
