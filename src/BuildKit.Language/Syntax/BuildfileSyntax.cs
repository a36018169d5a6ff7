using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>A whole file.</summary>
/// <param name="Members">Declarations, <c>if</c> and <c>foreach</c>, in the order of the text. What could not be read is a <see cref="SkippedSyntax"/>.</param>
public sealed record BuildfileSyntax(SourceSpan Span, ImmutableArray<StatementSyntax> Members) : SyntaxNode(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [.. Members];
}
