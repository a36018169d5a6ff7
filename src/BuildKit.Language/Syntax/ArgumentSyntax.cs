using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>value</c> or <c>name: value</c></summary>
/// <param name="Name">The parameter's name; null for an argument by position.</param>
/// <param name="Value">The value.</param>
public sealed record ArgumentSyntax(SourceSpan Span, IdentifierSyntax? Name, ExpressionSyntax Value) : SyntaxNode(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => Name is null ? [Value] : [Name, Value];
}
