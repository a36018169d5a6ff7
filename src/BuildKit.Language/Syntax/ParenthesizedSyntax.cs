using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>(value)</c></summary>
/// <param name="Expression">The value.</param>
public sealed record ParenthesizedSyntax(SourceSpan Span, ExpressionSyntax Expression) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Expression];
}
