using System.Collections.Immutable;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Execution;

/// <summary>What the files that a run makes on the way are kept by.</summary>
/// <param name="Whole">For each output, all that it depends on.</param>
/// <param name="Shown">For each output, the same without what is hidden of its references; where there are none, as in <paramref name="Whole"/>. Empty where nothing is hidden.</param>
/// <param name="Surfaces">For all together, everything but what is hidden; null where nothing is.</param>
internal sealed record IntermediateKeys(ImmutableArray<KeyFrames> Whole, ImmutableArray<KeyFrames> Shown, KeyFrames? Surfaces)
{
    /// <returns>Null where a link leads from one folder of sources to another, so that nobody can say what depends on what.</returns>
    internal static IntermediateKeys? Of(RunStep step, IncrementalRun run, StepResult parent)
    {
        PartDigests digests = PartDigests.Of(parent.Tree, [.. run.Sources.Select(PathOf)], run.Surface?.HiddenExtension);
        if (!digests.IsClosed)
        {
            return null;
        }

        ImmutableArray<KeyFrames> whole = [.. run.Outputs.Select(output => Key(output.Folder, Whole(output.Sources.Concat(output.References).Order(StringComparer.Ordinal)), []))];
        return run.Surface is null
            ? new IntermediateKeys(whole, [], null)
            : new IntermediateKeys(
                whole, [.. run.Outputs.Select(output => Key(output.Folder, Whole(output.Sources), Shown(output.References)))], Key("", [], Shown(run.Sources)));

        KeyFrames Key(string folder, (string Folder, Digest Digest)[] sources, (string Folder, Digest Digest)[] references) =>
            StepKeys.Intermediate(step, parent.Config, folder, digests.Rest, sources, references);

        (string Folder, Digest Digest)[] Whole(IEnumerable<string> folders) => [.. folders.Select(folder => (folder, digests.Whole(PathOf(folder))))];

        (string Folder, Digest Digest)[] Shown(IEnumerable<string> folders) => [.. folders.Select(folder => (folder, digests.Shown(PathOf(folder))))];
    }

    /// <summary>The path in a layer.</summary>
    internal static LayerPath PathOf(string folder) => LayerPath.Parse(folder[1..]);
}
