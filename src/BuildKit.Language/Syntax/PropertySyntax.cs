using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>name = value</c>; a name alone stands for the value declared under it.</summary>
/// <param name="Identifier">The name.</param>
/// <param name="Value">The value; a <see cref="NameSyntax"/> over the same span where the name stands alone.</param>
public sealed record PropertySyntax(SourceSpan Span, IdentifierSyntax Identifier, ExpressionSyntax Value) : SyntaxNode(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Identifier, Value];
}
