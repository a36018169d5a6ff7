using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>environment Name { ... }</c></summary>
/// <param name="Identifier">The name.</param>
/// <param name="Body">What belongs to it.</param>
public sealed record EnvironmentSyntax(SourceSpan Span, IdentifierSyntax Identifier, BlockSyntax Body) : DeclarationSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Identifier, Body];
}
