using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>A parameter of a function or of steps.</summary>
/// <param name="Type">The type.</param>
/// <param name="Identifier">The name.</param>
/// <param name="Default">The value where none is given; null makes it required.</param>
public sealed record ParameterSyntax(SourceSpan Span, TypeSyntax Type, IdentifierSyntax Identifier, ExpressionSyntax? Default) : SyntaxNode(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => Default is null ? [Type, Identifier] : [Type, Identifier, Default];
}
