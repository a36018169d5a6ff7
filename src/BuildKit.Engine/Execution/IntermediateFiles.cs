using System.Collections.Immutable;
using System.Text;
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
    /// <summary>What is known, as files for the run to find.</summary>
    internal FoundFiles Find(IncrementalRun run, IntermediateKeys keys, MergedTree parent)
    {
        if (isAnew)
        {
            return FoundFiles.None;
        }

        FoundFiles same = FindSame(run, keys, parent);
        return same.Count < keys.Whole.Length && FindShown(run, keys, parent) is { } shown && shown.Count > same.Count ? shown : same;
    }

    /// <summary>Remembers what a run has left in its layer.</summary>
    internal void Keep(IncrementalRun run, IntermediateKeys keys, LayerCommit layer)
    {
        LayerIndex index = store.Snapshots.OpenIndex(layer.DiffId);
        for (int number = 0; number < keys.Whole.Length; number++)
        {
            if (index.Find(IntermediateKeys.PathOf(run.Outputs[number].Folder)) is { Kind: TreeEntryKind.Directory })
            {
                Keep(keys.Whole[number]);
                if (!keys.Shown.IsEmpty && !run.Outputs[number].References.IsEmpty)
                {
                    Keep(keys.Shown[number]);
                }
            }
        }

        if (keys.Surfaces is { } surfaces)
        {
            Keep(surfaces);
        }

        void Keep(KeyFrames key) => cache.Keep(new StepRecord(key.ToDigest(), layer.DiffId, layer.Size, [.. key.Frames]));
    }

    /// <summary>The outputs of which all that they depend on is as it was in some run.</summary>
    private FoundFiles FindSame(IncrementalRun run, IntermediateKeys keys, MergedTree parent)
    {
        var builder = new ChangeSetBuilder(parent, FileOwner.Root);
        int count = 0;
        for (int number = 0; number < keys.Whole.Length; number++)
        {
            if (LayerOf(keys.Whole[number]) is { } layer && TryAdd(builder, layer, Below(layer, run.Outputs[number])))
            {
                count++;
            }
        }

        return new FoundFiles(builder.Build(), count, IsConditional: false);
    }

    /// <summary>
    /// As the last run left them: the outputs whose own sources are as they were, and of the others what they showed then. All of them are of one run, since a program that compares
    /// times would not see that one was made from another surface than the one that is there.
    /// </summary>
    private FoundFiles? FindShown(IncrementalRun run, IntermediateKeys keys, MergedTree parent)
    {
        if (run.Surface is not { } surface || keys.Surfaces is not { } surfaces || LayerOf(surfaces) is not { } last)
        {
            return null;
        }

        var builder = new ChangeSetBuilder(parent, FileOwner.Root);
        int count = 0;
        for (int number = 0; number < keys.Shown.Length; number++)
        {
            TreeEntry[] entries = Below(last, run.Outputs[number]);
            if (LayerOf(keys.Shown[number]) == last)
            {
                count += TryAdd(builder, last, entries) ? 1 : 0;
            }
            else
            {
                _ = TryAdd(builder, last, OfSurface(entries, surface.Folder));
            }
        }

        return new FoundFiles(builder.Build(), count, IsConditional: true);
    }

    private Digest? LayerOf(KeyFrames key) => cache.Use(key.ToDigest()) is { Layer: { } layer } && store.Snapshots.Contains(layer) ? layer : null;

    private TreeEntry[] Below(Digest layer, IntermediateOutput output) => [.. store.Snapshots.OpenIndex(layer).Below(IntermediateKeys.PathOf(output.Folder))];

    /// <summary>The folders of a surface, with what is in them and the folders above them.</summary>
    private static TreeEntry[] OfSurface(TreeEntry[] entries, string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        LayerPath[] folders = [.. entries.Where(entry => entry.Kind == TreeEntryKind.Directory && entry.Path.Name.Span.SequenceEqual(bytes)).Select(entry => entry.Path)];
        return [.. entries.Where(entry => Array.Exists(folders, folder => entry.Path.IsAtOrBelow(folder) || folder.IsAtOrBelow(entry.Path)))];
    }

    // Names that came with others or took the place of a folder do not occur among files of a compiler; where they do, the run makes all by itself.
    private static bool TryAdd(ChangeSetBuilder builder, Digest layer, TreeEntry[] entries)
    {
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
}
