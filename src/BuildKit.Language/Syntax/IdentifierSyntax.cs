using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>A name where it is declared, or the name behind a dot or before a colon.</summary>
/// <param name="Name">The name; empty where it is missing and a syntax error says so.</param>
public sealed record IdentifierSyntax(SourceSpan Span, string Name) : SyntaxNode(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [];
}
