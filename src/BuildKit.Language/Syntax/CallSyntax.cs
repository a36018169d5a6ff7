using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>callee(arguments)</c></summary>
/// <param name="Callee">A <see cref="NameSyntax"/> or a <see cref="MemberAccessSyntax"/>; binding refuses the rest.</param>
/// <param name="Arguments">In the order of the text.</param>
public sealed record CallSyntax(SourceSpan Span, ExpressionSyntax Callee, ImmutableArray<ArgumentSyntax> Arguments) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Callee, .. Arguments];
}
