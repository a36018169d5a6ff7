using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;

namespace BuildKit.Graph.Environments;

/// <summary>What the evaluation of environments, or of the tags of one, gave.</summary>
/// <param name="Items">Environments or tags in their order; none where there is an error among the diagnostics.</param>
/// <param name="Diagnostics">In the order of their places.</param>
public sealed record EnvironmentResult<T>(ImmutableArray<T> Items, ImmutableArray<Diagnostic> Diagnostics);
