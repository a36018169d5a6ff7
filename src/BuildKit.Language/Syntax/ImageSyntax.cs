using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>image Name from base for [platforms] { ... }</c></summary>
/// <param name="Name">A <see cref="NameSyntax"/>, or a <see cref="StringSyntax"/> whose holes are filled in.</param>
/// <param name="From">The base, as for a stage.</param>
/// <param name="Platforms">A list of strings; null for the builder's platform.</param>
/// <param name="Body">The steps.</param>
public sealed record ImageSyntax(SourceSpan Span, ExpressionSyntax Name, ExpressionSyntax From, ExpressionSyntax? Platforms, BlockSyntax Body) : DeclarationSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => Platforms is null ? [Name, From, Body] : [Name, From, Platforms, Body];
}
