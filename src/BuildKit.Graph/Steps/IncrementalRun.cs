using System.Collections.Immutable;

namespace BuildKit.Graph.Steps;

/// <summary>
/// What a run makes on the way and makes again only where what it depends on has changed: it finds that as an earlier run left it. Nobody sees a difference but in time, so that
/// nothing of this is part of a key.
/// </summary>
/// <param name="Sources">Folders, from the root, none within another, that not everything made on the way depends on. On all other files it depends.</param>
/// <param name="Outputs">What is made on the way.</param>
public sealed record IncrementalRun(ImmutableArray<string> Sources, ImmutableArray<IntermediateOutput> Outputs);
