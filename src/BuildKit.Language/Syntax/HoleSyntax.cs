using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>{expression}</c> in an interpolated string; the span has the braces.</summary>
/// <param name="Expression">What is filled in.</param>
public sealed record HoleSyntax(SourceSpan Span, ExpressionSyntax Expression) : StringPartSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Expression];
}
