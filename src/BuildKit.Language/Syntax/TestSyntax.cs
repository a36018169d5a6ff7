using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>test Name of Image { ... }</c></summary>
/// <param name="Identifier">The name.</param>
/// <param name="Image">The image under test.</param>
/// <param name="Body">The steps.</param>
public sealed record TestSyntax(SourceSpan Span, IdentifierSyntax Identifier, ExpressionSyntax Image, BlockSyntax Body) : DeclarationSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Identifier, Image, Body];
}
