using System.Collections.Immutable;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using FileOwner = BuildKit.Engine.Trees.FileOwner;

namespace BuildKit.Engine.Execution;

/// <summary>
/// What runs make on the way (<see cref="IncrementalRun"/>) for later runs: by a key that has all that it depends on, the layer of the last run that left it. A later run gets it
/// with the time that all files of layers have, so that a program that compares times takes it for no older than what it was made from.
/// </summary>
/// <param name="isAnew">Whether every run makes all by itself.</param>
internal sealed class IntermediateFiles(LocalStore store, StepCache cache, bool isAnew)
{
    /// <summary>The keys of a run's outputs, in their order.</summary>
    internal static ImmutableArray<KeyFrames> KeysOf(RunStep step, IncrementalRun run, StepResult parent)
    {
        Dictionary<string, LayerPath> folders = run.Sources.ToDictionary(source => source, PathOf, StringComparer.Ordinal);
        PartDigests digests = PartDigests.Of(parent.Tree, folders.Values);
        return [.. run.Outputs.Select(output =>
            StepKeys.Intermediate(step, parent.Config, output, digests.Rest, [.. output.Sources.Select(source => digests[folders[source]])]))];
    }

    /// <summary>What is known, as files for the run to find.</summary>
    /// <param name="keys">Of the outputs, in their order.</param>
    /// <returns>The files, and how many outputs they are of.</returns>
    internal (ChangeSet Files, int Count) Find(IncrementalRun run, ImmutableArray<KeyFrames> keys, MergedTree parent)
    {
        var builder = new ChangeSetBuilder(parent, FileOwner.Root);
        int count = 0;
        for (int number = 0; number < keys.Length && !isAnew; number++)
        {
            if (cache.Use(keys[number].ToDigest()) is { Layer: { } layer } && store.Snapshots.Contains(layer) && TryAdd(builder, layer, PathOf(run.Outputs[number].Folder)))
            {
                count++;
            }
        }

        return (builder.Build(), count);
    }

    /// <summary>Remembers what a run has left in its layer.</summary>
    internal void Keep(IncrementalRun run, ImmutableArray<KeyFrames> keys, LayerCommit layer)
    {
        LayerIndex index = store.Snapshots.OpenIndex(layer.DiffId);
        for (int number = 0; number < keys.Length; number++)
        {
            if (index.Find(PathOf(run.Outputs[number].Folder)) is { Kind: TreeEntryKind.Directory })
            {
                cache.Keep(new StepRecord(keys[number].ToDigest(), layer.DiffId, layer.Size, [.. keys[number].Frames]));
            }
        }
    }

    // Names that came with others or took the place of a folder do not occur among files of a compiler; where they do, the run makes all by itself.
    private bool TryAdd(ChangeSetBuilder builder, Digest layer, LayerPath folder)
    {
        LayerIndex index = store.Snapshots.OpenIndex(layer);
        TreeEntry[] entries = [.. index.Below(folder)];
        if (entries.Length == 0 || Array.Exists(entries, entry => entry.IsOpaque || entry.HardLink is not null))
        {
            return false;
        }

        foreach (TreeEntry entry in entries)
        {
            if (entry.Kind == TreeEntryKind.Directory)
            {
                _ = builder.Folder(entry.Path, entry);
            }
            else
            {
                builder.Place(entry.Path, entry, entry.Kind == TreeEntryKind.File ? new LayerContent(layer, entry.Path) : null, null);
            }
        }

        return true;
    }

    private static LayerPath PathOf(string folder) => LayerPath.Parse(folder[1..]);
}
