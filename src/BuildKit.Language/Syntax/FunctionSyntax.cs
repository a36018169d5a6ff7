using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>string Title(string name) => expression;</c></summary>
/// <param name="ReturnType">The type of the value.</param>
/// <param name="Identifier">The name.</param>
/// <param name="Parameters">In the order of the text.</param>
/// <param name="Body">The value.</param>
public sealed record FunctionSyntax(SourceSpan Span, TypeSyntax ReturnType, IdentifierSyntax Identifier, ImmutableArray<ParameterSyntax> Parameters, ExpressionSyntax Body) : DeclarationSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [ReturnType, Identifier, .. Parameters, Body];
}
