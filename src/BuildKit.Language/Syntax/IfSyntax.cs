using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>if (condition) { ... } else ...</c></summary>
/// <param name="Condition">A bool.</param>
/// <param name="Then">What happens when it holds.</param>
/// <param name="Else">A <see cref="BlockSyntax"/>, an <see cref="IfSyntax"/>, or null.</param>
public sealed record IfSyntax(SourceSpan Span, ExpressionSyntax Condition, BlockSyntax Then, StatementSyntax? Else) : StatementSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => Else is null ? [Condition, Then] : [Condition, Then, Else];
}
