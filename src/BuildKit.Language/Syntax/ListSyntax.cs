using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>[a, ..b]</c></summary>
/// <param name="Elements">In the order of the text.</param>
public sealed record ListSyntax(SourceSpan Span, ImmutableArray<ListElementSyntax> Elements) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [.. Elements];
}
