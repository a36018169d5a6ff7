using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>target[index]</c></summary>
/// <param name="Target">A list or a string.</param>
/// <param name="Index">An int, from 0.</param>
public sealed record IndexSyntax(SourceSpan Span, ExpressionSyntax Target, ExpressionSyntax Index) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Target, Index];
}
