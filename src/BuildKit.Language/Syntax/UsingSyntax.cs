using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary><c>using "path" as alias with { name = value };</c></summary>
/// <param name="Path">The path, relative to this file; without holes.</param>
/// <param name="Alias">The name that the file's declarations are reached through.</param>
/// <param name="Arguments">Values for the file's <c>param</c>s; null without <c>with</c>.</param>
public sealed record UsingSyntax(SourceSpan Span, StringSyntax Path, IdentifierSyntax Alias, ObjectSyntax? Arguments) : DeclarationSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => Arguments is null ? [Path, Alias] : [Path, Alias, Arguments];
}
