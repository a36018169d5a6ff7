using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>stage Name from base on build { ... }</c></summary>
/// <param name="Identifier">The name.</param>
/// <param name="From">The base: a reference, <c>scratch</c>, the name of a stage or image, or <c>Oci("path")</c>.</param>
/// <param name="On"><c>build</c> where the stage is for the platform of the builder; null for the target's.</param>
/// <param name="Body">The steps.</param>
public sealed record StageSyntax(SourceSpan Span, IdentifierSyntax Identifier, ExpressionSyntax From, IdentifierSyntax? On, BlockSyntax Body) : DeclarationSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => On is null ? [Identifier, From, Body] : [Identifier, From, On, Body];
}
