using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>target.Member</c></summary>
/// <param name="Target">What stands before the dot.</param>
/// <param name="Member">The name behind it.</param>
public sealed record MemberAccessSyntax(SourceSpan Span, ExpressionSyntax Target, IdentifierSyntax Member) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Target, Member];
}
