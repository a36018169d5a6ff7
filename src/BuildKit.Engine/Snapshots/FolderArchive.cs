using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Snapshots;

/// <summary>
/// A folder that is no layer, as a tar and back: files, folders and symbolic links with their owners, modes, attributes and times in whole seconds. Devices, pipes and sockets are
/// left out.
/// </summary>
internal static class FolderArchive
{
    /// <summary>Writes the tar. Nothing may change in the folder meanwhile.</summary>
    /// <returns>The digest of what was written.</returns>
    /// <exception cref="BuildKitException">The disk failed.</exception>
    internal static async Task<Digest> WriteAsync(string folder, Stream output, CancellationToken ct)
    {
        using var folders = new FolderHandles(Posix.OpenDirectory(folder));
        var entries = new List<UnpackedEntry>();
        Collect(new UpperScan().Scan(folders.Root), entries, []);
        using var tar = new HashingStream(output);
        var writer = new LayerWriter(tar);
        foreach (TreeEntry entry in HardLinkNames.Resolve(entries).OrderBy(entry => entry.Path))
        {
            LayerEntry written = LayerTar.ToEntry(entry);
            if (written.Kind != LayerEntryKind.File || written.Size == 0)
            {
                await writer.WriteAsync(written, null, ct).ConfigureAwait(false);
                continue;
            }

            await using var content = new FileContentStream(
                folders.TryOpenFile(entry.Path, out int errno) ?? throw DiskFailure.Create(errno, "open", entry.Path.Span, folders.Root), entry.Path.Span.ToArray());
            await writer.WriteAsync(written, content, ct).ConfigureAwait(false);
        }

        await writer.CompleteAsync(ct).ConfigureAwait(false);
        return tar.Finish();
    }

    /// <summary>Unpacks a tar into an empty folder.</summary>
    /// <param name="where">What messages call it.</param>
    /// <returns>The digest of what was read.</returns>
    /// <exception cref="BuildKitException">It is malformed or hostile, holds what this user cannot make, or the disk failed.</exception>
    internal static async Task<Digest> ReadAsync(string folder, Stream tar, string where, CancellationToken ct)
    {
        using var content = new HashingStream(tar);
        using (var unpacker = new LayerUnpacker(folder))
        {
            await unpacker.UnpackAsync(new LayerReader(content, where, LayerReaderOptions.Layer), ct).ConfigureAwait(false);
        }

        await content.CopyToAsync(Stream.Null, ct).ConfigureAwait(false);
        return content.Finish();
    }

    private static void Collect(UpperNode node, List<UnpackedEntry> entries, Dictionary<(ulong, ulong), object> groups)
    {
        if (node.Status.Kind is not (TreeEntryKind.Directory or TreeEntryKind.File or TreeEntryKind.SymbolicLink))
        {
            return;
        }

        object? group = null;
        if (node.Status is { Kind: TreeEntryKind.File, LinkCount: > 1 } && !groups.TryGetValue((node.Status.Node, node.Status.Inode), out group))
        {
            groups.Add((node.Status.Node, node.Status.Inode), group = new object());
        }

        // What tools keep in a cache they often compare by its time.
        entries.Add(new UnpackedEntry(node.ToEntry() with { ModificationTime = Math.Max(0, node.Status.ModifySeconds) }, group));
        foreach (UpperNode child in node.Children)
        {
            Collect(child, entries, groups);
        }
    }
}
