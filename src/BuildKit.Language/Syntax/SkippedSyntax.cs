using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>Text that could not be read; a syntax error names the place.</summary>
public sealed record SkippedSyntax(SourceSpan Span) : StatementSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [];
}
