using System.Collections.Immutable;
using BuildKit.Engine.Native;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Files;

/// <summary>Makes the layer folder of planned changes and hashes its tar, reading each source file once.</summary>
internal sealed class ChangeWriter : IDisposable
{
    private readonly LayerFolderWriter writer;
    private readonly ContentSources sources;
    private SafeFileHandle? openFile;
    private TreeEntry? openEntry;

    /// <param name="folder">An empty folder.</param>
    public ChangeWriter(string folder, SnapshotStore snapshots)
    {
        writer = new LayerFolderWriter(folder);
        sources = new ContentSources(snapshots);
    }

    /// <summary>Writes everything.</summary>
    /// <exception cref="BuildKitException">The disk failed, or a source's bytes are others than planned.</exception>
    public async Task<HashedLayer> WriteAsync(ChangeSet changes, CancellationToken ct)
    {
        Dictionary<LayerPath, PlannedChange> planned = changes.Changes.ToDictionary(change => change.Entry.Path);
        foreach (PlannedChange change in changes.Changes)
        {
            MakeName(change.Entry);
        }

        TreeEntry[] entries = [.. changes.Changes.Select(change => change.Entry)];
        HashedLayer layer = await LayerHasher.HashAsync(entries, entry => Open(planned[entry.Path]), SecretPatterns.None, [], ct).ConfigureAwait(false);
        FinishFile();
        foreach (TreeEntry entry in entries.Where(entry => entry.HardLink is { } first && first != entry.Path))
        {
            writer.MakeHardLink(entry.HardLink.GetValueOrDefault(), entry.Path);
        }

        foreach (TreeEntry entry in entries.Reverse().Where(entry => entry.Kind == TreeEntryKind.Directory))
        {
            writer.FinishFolder(entry);
        }

        writer.FinishFolder(new TreeEntry { Path = LayerPath.Root, Kind = TreeEntryKind.Directory, Mode = 0x1ED });
        CheckContents(planned, LayerIndex.Read(layer.Index, "memory"));
        return layer;
    }

    public void Dispose()
    {
        openFile?.Dispose();
        sources.Dispose();
        writer.Dispose();
    }

    private void MakeName(TreeEntry entry)
    {
        switch (entry.Kind)
        {
            case TreeEntryKind.Directory:
                writer.MakeFolder(entry.Path);
                break;
            case TreeEntryKind.SymbolicLink:
                writer.MakeLink(entry);
                break;
            case TreeEntryKind.Whiteout:
                writer.MakeWhiteout(entry.Path);
                break;
            case TreeEntryKind.File:
                break;
            default:
                writer.MakeNode(entry);
                break;
        }
    }

    private CopyingStream Open(PlannedChange change)
    {
        FinishFile();
        TreeEntry entry = change.Entry;
        PlannedContent content = change.Content ?? throw new InvalidOperationException($"No content is planned for '{entry.Path}'.");
        Stream source = sources.Open(content, entry);
        openFile = writer.CreateFile(entry.Path);
        openEntry = entry;
        return new CopyingStream(source, openFile, entry.Path.Span.ToArray());
    }

    private void FinishFile()
    {
        if (openFile is not null && openEntry is not null)
        {
            writer.FinishFile(openFile, openEntry);
            openFile.Dispose();
        }

        (openFile, openEntry) = (null, null);
    }

    private static void CheckContents(Dictionary<LayerPath, PlannedChange> planned, LayerIndex made)
    {
        for (int position = 0; position < made.Count; position++)
        {
            TreeEntry entry = made[position];
            if (entry.Kind == TreeEntryKind.File && planned[entry.Path] is var change && change.Entry.Content != entry.Content)
            {
                throw ContentSources.Changed(change.Content, entry.Path);
            }
        }
    }
}
