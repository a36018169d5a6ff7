using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>A call as a statement. Anything else that stands there is kept and refused by binding.</summary>
/// <param name="Expression">Usually a <see cref="CallSyntax"/>.</param>
public sealed record CallStatementSyntax(SourceSpan Span, ExpressionSyntax Expression) : StatementSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Expression];
}
