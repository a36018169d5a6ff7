using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>!value</c> or <c>-value</c></summary>
/// <param name="Operator">The operator.</param>
/// <param name="Operand">The value.</param>
public sealed record UnarySyntax(SourceSpan Span, UnaryOperator Operator, ExpressionSyntax Operand) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Operand];
}
