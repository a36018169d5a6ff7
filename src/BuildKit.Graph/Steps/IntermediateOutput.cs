using System.Collections.Immutable;

namespace BuildKit.Graph.Steps;

/// <summary>A folder of files that a run makes on the way.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Sources">Those of <see cref="IncrementalRun.Sources"/> that they depend on as a whole.</param>
/// <param name="References">Those others of which they depend on what is shown (<see cref="IncrementalRun.Surface"/>); where nothing says what is, they depend on them as a whole, too.</param>
public sealed record IntermediateOutput(string Folder, ImmutableArray<string> Sources, ImmutableArray<string> References);
