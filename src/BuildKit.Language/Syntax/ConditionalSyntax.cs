using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>condition ? then : otherwise</c></summary>
/// <param name="Condition">A bool.</param>
/// <param name="Then">The value when it holds.</param>
/// <param name="Otherwise">The value when it does not.</param>
public sealed record ConditionalSyntax(SourceSpan Span, ExpressionSyntax Condition, ExpressionSyntax Then, ExpressionSyntax Otherwise) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Condition, Then, Otherwise];
}
