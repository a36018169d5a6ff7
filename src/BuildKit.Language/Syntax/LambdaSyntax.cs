using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>x => value</c></summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Body">The value.</param>
public sealed record LambdaSyntax(SourceSpan Span, IdentifierSyntax Parameter, ExpressionSyntax Body) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Parameter, Body];
}
