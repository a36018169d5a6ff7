using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>left operator right</c></summary>
/// <param name="Left">The left value.</param>
/// <param name="Operator">The operator.</param>
/// <param name="OperatorSpan">Where the operator stands.</param>
/// <param name="Right">The right value.</param>
public sealed record BinarySyntax(SourceSpan Span, ExpressionSyntax Left, BinaryOperator Operator, SourceSpan OperatorSpan, ExpressionSyntax Right) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Left, Right];
}
