using System.Collections.Immutable;

namespace BuildKit.Graph.Steps;

/// <summary>Which files of a source are meant.</summary>
/// <param name="Patterns">Paths or globs (<c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>**</c>), in the order written; relative to the source's root.</param>
/// <param name="Excludes">Globs whose matches are left out.</param>
/// <param name="Parents">Whether matches keep their folders below the destination.</param>
public sealed record FileSelection(ImmutableArray<string> Patterns, ImmutableArray<string> Excludes, bool Parents);
