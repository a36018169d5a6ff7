using BuildKit.Language.Syntax;

namespace BuildKit.Graph.Evaluation.Stages;

/// <summary>A test that exists: its conditions hold.</summary>
/// <param name="Syntax">The declaration.</param>
/// <param name="Scope">Where it stands.</param>
internal sealed record TestDeclaration(TestSyntax Syntax, Scope Scope);
