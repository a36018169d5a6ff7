using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>Stands where a value is missing; a syntax error names the place.</summary>
public sealed record MissingSyntax(SourceSpan Span) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [];
}
