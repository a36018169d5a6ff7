using BuildKit.Language.Syntax;

namespace BuildKit.Graph.Evaluation.Environments;

/// <summary>An environment that exists: its conditions hold.</summary>
/// <param name="Syntax">The declaration.</param>
/// <param name="Scope">Where it stands.</param>
internal sealed record EnvironmentDeclaration(EnvironmentSyntax Syntax, Scope Scope)
{
    internal string Name => Syntax.Identifier.Name;
}
