using BuildKit.Graph.Evaluation.Stages;

namespace BuildKit.Graph.Evaluation.Values;

/// <summary>A test that exists.</summary>
internal sealed record TestValue(TestDeclaration Declaration);
