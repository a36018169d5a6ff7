using System.Collections.Immutable;

namespace BuildKit.Graph.Steps;

/// <summary>A folder of files that a run makes on the way.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Sources">Those of <see cref="IncrementalRun.Sources"/> that they depend on.</param>
public sealed record IntermediateOutput(string Folder, ImmutableArray<string> Sources);
