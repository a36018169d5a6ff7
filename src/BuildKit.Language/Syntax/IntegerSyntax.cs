using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>A whole number.</summary>
/// <param name="Value">0 or more.</param>
public sealed record IntegerSyntax(SourceSpan Span, long Value) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [];
}
