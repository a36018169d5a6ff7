using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>A type as written: <c>string</c>, <c>int</c>, <c>bool</c>, each perhaps with <c>[]</c>.</summary>
/// <param name="Name">The name without brackets.</param>
/// <param name="IsList">Whether <c>[]</c> follows.</param>
public sealed record TypeSyntax(SourceSpan Span, string Name, bool IsList) : SyntaxNode(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [];
}
