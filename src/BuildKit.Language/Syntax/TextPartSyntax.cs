using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>Literal text of a string.</summary>
/// <param name="Value">What it stands for: escapes resolved, a raw string's indentation taken away, line ends as <c>\n</c>.</param>
public sealed record TextPartSyntax(SourceSpan Span, string Value) : StringPartSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [];
}
