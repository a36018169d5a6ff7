using System.Collections.Immutable;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Native;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Reports;

/// <summary>The files that a run sees: those of layers, and above them changes that are no layer, as overlayfs left them. Nothing may change them meanwhile.</summary>
internal sealed class ReportSource : IDisposable
{
    private readonly SnapshotStore snapshots;
    private readonly ImmutableArray<Digest> diffIds;
    private readonly List<FolderHandles> changes = [];

    private ReportSource(SnapshotStore snapshots, StepResult below, IEnumerable<UpperDirectory> uppers)
    {
        this.snapshots = snapshots;
        diffIds = below.DiffIds;
        ImmutableArray<LayerIndex> layers = below.Tree.Layers;
        foreach (UpperDirectory upper in uppers)
        {
            var folders = new FolderHandles(Posix.OpenDirectory(upper.Upper));
            changes.Add(folders);
            layers = layers.Add(LayerIndex.Create(Entries(new UpperScan().Scan(folders.Root))));
        }

        Tree = new MergedTree(layers, below.Name);
    }

    /// <summary>The names.</summary>
    internal MergedTree Tree { get; }

    /// <summary>What a step gave.</summary>
    internal static ReportSource Of(SnapshotStore snapshots, StepResult result) => new(snapshots, result, []);

    /// <summary>What one or more runs made of a result, one after the other; the last of them need not have succeeded.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">The changes cannot be read.</exception>
    internal static ReportSource Of(SnapshotStore snapshots, StepResult below, IEnumerable<UpperDirectory> uppers) => new(snapshots, below, uppers);

    /// <summary>Opens a regular file of the tree from its start. No link is followed.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">It cannot be opened.</exception>
    internal Stream Open(LayerPath path)
    {
        int layer = Tree.LayerOf(path) ?? throw new InvalidOperationException($"'{path}' is in no layer.");
        if (layer < diffIds.Length)
        {
            return snapshots.OpenContent(diffIds[layer], path);
        }

        FolderHandles folders = changes[layer - diffIds.Length];
        SafeFileHandle file = folders.TryOpenFile(path, out int errno) ?? throw DiskFailure.Create(errno, "open", path.Span, folders.Root);
        return new FileContentStream(file, path.Span.ToArray());
    }

    public void Dispose() => changes.ForEach(folders => folders.Dispose());

    private static IEnumerable<TreeEntry> Entries(UpperNode node)
    {
        TreeEntry entry = node.ToEntry() with { Attributes = [], IsOpaque = node.IsOpaque };
        return node.Children.SelectMany(Entries).Prepend(node.IsWhiteout ? entry with { Kind = TreeEntryKind.Whiteout } : entry);
    }
}
