using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;

namespace BuildKit.Graph.Evaluation;

/// <summary>What the evaluation of a Buildfile gave.</summary>
/// <param name="Graph">The graph; null where there is an error among the diagnostics.</param>
/// <param name="Diagnostics">In the order of their places.</param>
public sealed record EvaluationResult(BuildGraph? Graph, ImmutableArray<Diagnostic> Diagnostics);
