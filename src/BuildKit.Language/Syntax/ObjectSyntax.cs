using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>new { name = value }</c>, and what stands behind <c>with</c>: values under names.</summary>
/// <param name="Properties">In the order of the text.</param>
public sealed record ObjectSyntax(SourceSpan Span, ImmutableArray<PropertySyntax> Properties) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [.. Properties];
}
