using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>A name that stands for what is declared under it.</summary>
/// <param name="Name">The name.</param>
public sealed record NameSyntax(SourceSpan Span, string Name) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [];
}
