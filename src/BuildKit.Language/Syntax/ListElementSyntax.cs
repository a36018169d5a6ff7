using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>An element of a list.</summary>
/// <param name="Expression">The value.</param>
/// <param name="IsSpread">Whether it is <c>..list</c>, whose elements are put in.</param>
public sealed record ListElementSyntax(SourceSpan Span, ExpressionSyntax Expression, bool IsSpread) : SyntaxNode(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Expression];
}
