using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>param type name = default in [allowed, ...];</c></summary>
/// <param name="Type">The type.</param>
/// <param name="Identifier">The name.</param>
/// <param name="Default">The value where none is given; null makes the parameter required.</param>
/// <param name="Allowed">A list of what is allowed; null allows everything.</param>
public sealed record ParamSyntax(SourceSpan Span, TypeSyntax Type, IdentifierSyntax Identifier, ExpressionSyntax? Default, ExpressionSyntax? Allowed) : DeclarationSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [.. new SyntaxNode?[] { Type, Identifier, Default, Allowed }.OfType<SyntaxNode>()];
}
