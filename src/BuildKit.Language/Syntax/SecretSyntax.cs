using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>secret name = Secret.Env("NAME");</c></summary>
/// <param name="Identifier">The name, which is also the secret's id.</param>
/// <param name="Source">A call of <c>Secret.Env</c> or <c>Secret.File</c>.</param>
public sealed record SecretSyntax(SourceSpan Span, IdentifierSyntax Identifier, ExpressionSyntax Source) : DeclarationSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [Identifier, Source];
}
