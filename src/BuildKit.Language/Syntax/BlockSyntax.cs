using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>{ ... }</c></summary>
/// <param name="Statements">In the order of the text.</param>
public sealed record BlockSyntax(SourceSpan Span, ImmutableArray<StatementSyntax> Statements) : StatementSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [.. Statements];
}
