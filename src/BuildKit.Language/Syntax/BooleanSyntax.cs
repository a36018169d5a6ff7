using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>true</c> or <c>false</c>.</summary>
/// <param name="Value">Which of the two.</param>
public sealed record BooleanSyntax(SourceSpan Span, bool Value) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [];
}
