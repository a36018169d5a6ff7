using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>steps Name(parameters) { ... }</c>: steps under a name, called like a built-in step.</summary>
/// <param name="Identifier">The name.</param>
/// <param name="Parameters">In the order of the text.</param>
/// <param name="Body">What a call does.</param>
public sealed record StepsSyntax(SourceSpan Span, IdentifierSyntax Identifier, ImmutableArray<ParameterSyntax> Parameters, BlockSyntax Body) : DeclarationSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Identifier, .. Parameters, Body];
}
