using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>var name = value;</c>, at the top level or in a block.</summary>
/// <param name="Type">The type; null for <c>var</c>.</param>
/// <param name="Identifier">The name.</param>
/// <param name="Value">The value.</param>
public sealed record VarSyntax(SourceSpan Span, TypeSyntax? Type, IdentifierSyntax Identifier, ExpressionSyntax Value) : DeclarationSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => Type is null ? [Identifier, Value] : [Type, Identifier, Value];
}
