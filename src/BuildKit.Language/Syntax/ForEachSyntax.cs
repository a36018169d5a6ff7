using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>foreach (var item in list) { ... }</c></summary>
/// <param name="Type">The type of the item; null for <c>var</c>.</param>
/// <param name="Identifier">The item.</param>
/// <param name="List">The list.</param>
/// <param name="Body">Once for each item.</param>
public sealed record ForEachSyntax(SourceSpan Span, TypeSyntax? Type, IdentifierSyntax Identifier, ExpressionSyntax List, BlockSyntax Body) : StatementSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => Type is null ? [Identifier, List, Body] : [Type, Identifier, List, Body];
}
