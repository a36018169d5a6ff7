using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Snapshots;

/// <summary>
/// Unpacks one layer into a folder. The entries' parents are folders of the layer itself: an entry below a link, or below a name that is
/// no folder, is refused, whatever the link points to. Of two entries for one path the later counts, but a folder never becomes something else.
/// </summary>
internal sealed class LayerUnpacker : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly LayerFolderWriter writer;
    private readonly Dictionary<LayerPath, UnpackedEntry> entries = [];
    private readonly Dictionary<LayerPath, byte[]> contents = [];
    private readonly byte[] buffer = new byte[BufferSize];

    public LayerUnpacker(string folder) => writer = new LayerFolderWriter(folder);

    /// <summary>Unpacks everything; gives the bytes of the index.</summary>
    public async Task<byte[]> UnpackAsync(LayerReader reader, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct).ConfigureAwait(false) is { } entry)
        {
            ct.ThrowIfCancellationRequested();
            await AddAsync(entry, reader.Content, ct).ConfigureAwait(false);
        }

        Finish();
        return IndexWriter.Write(HardLinkNames.Resolve(entries.Values), contents, 0);
    }

    public void Dispose() => writer.Dispose();

    private async Task AddAsync(LayerEntry entry, Stream content, CancellationToken ct)
    {
        if (entry.Kind == LayerEntryKind.OpaqueDirectory)
        {
            MakeOpaque(entry.Path);
            return;
        }

        if (entry.Path.IsRoot && entry.Kind != LayerEntryKind.Directory)
        {
            throw Refused($"its root is to become something else than a folder");
        }

        if (entry.Kind == LayerEntryKind.Directory)
        {
            AddFolder(LayerTar.FromEntry(entry));
        }
        else if (MakeRoom(entry))
        {
            UnpackedEntry added = entry.Kind switch
            {
                LayerEntryKind.File => await AddFileAsync(LayerTar.FromEntry(entry), content, ct).ConfigureAwait(false),
                LayerEntryKind.HardLink => AddHardLink(entry),
                _ => AddOther(LayerTar.FromEntry(entry)),
            };
            entries[entry.Path] = added;
        }
    }

    private void AddFolder(TreeEntry entry)
    {
        bool isOpaque = false;
        if (entries.TryGetValue(entry.Path, out UnpackedEntry? existing))
        {
            if (existing.Entry.Kind != TreeEntryKind.Directory)
            {
                writer.RemoveName(entry.Path);
            }

            // A folder that follows its own whiteout shows nothing of the layers below.
            isOpaque = existing.Entry.IsOpaque || existing.Entry.Kind == TreeEntryKind.Whiteout;
        }

        if (existing?.Entry.Kind != TreeEntryKind.Directory && !entry.Path.IsRoot)
        {
            EnsureFolder(entry.Path.Parent);
            writer.MakeFolder(entry.Path);
        }

        entries[entry.Path] = new UnpackedEntry(entry with { IsOpaque = isOpaque });
    }

    private void MakeOpaque(LayerPath path)
    {
        EnsureFolder(path);
        if (!path.IsRoot)
        {
            entries[path] = new UnpackedEntry(entries[path].Entry with { IsOpaque = true });
            return;
        }

        TreeEntry root = entries.TryGetValue(path, out UnpackedEntry? existing) ? existing.Entry : ImpliedFolder(path);
        entries[path] = new UnpackedEntry(root with { IsOpaque = true });
    }

    /// <summary>Sees to the parent and to what stands at the path; false where the entry changes nothing.</summary>
    private bool MakeRoom(LayerEntry entry)
    {
        EnsureFolder(entry.Path.Parent);
        if (!entries.TryGetValue(entry.Path, out UnpackedEntry? existing))
        {
            return true;
        }

        if (entry.Kind == LayerEntryKind.Whiteout)
        {
            // A whiteout hides the layers below only, wherever in the archive it stands.
            entries[entry.Path] = existing.Entry.Kind == TreeEntryKind.Directory ? new UnpackedEntry(existing.Entry with { IsOpaque = true }) : existing;
            return false;
        }

        if (existing.Entry.Kind == TreeEntryKind.Directory)
        {
            throw Refused($"'{entry.Path}' is first a folder and then something else");
        }

        // A further name for itself would lose the file.
        if (entry.Kind == LayerEntryKind.HardLink && entry.HardLinkTarget == entry.Path)
        {
            return false;
        }

        writer.RemoveName(entry.Path);
        entries.Remove(entry.Path);
        contents.Remove(entry.Path);
        return true;
    }

    private void EnsureFolder(LayerPath path)
    {
        if (path.IsRoot)
        {
            return;
        }

        if (entries.TryGetValue(path, out UnpackedEntry? existing))
        {
            if (existing.Entry.Kind == TreeEntryKind.Directory)
            {
                return;
            }

            if (existing.Entry.Kind != TreeEntryKind.Whiteout)
            {
                throw Refused($"an entry lies below '{path}', which is {(existing.Entry.Kind == TreeEntryKind.SymbolicLink ? "a link" : "no folder")}");
            }

            writer.RemoveName(path);
        }
        else
        {
            EnsureFolder(path.Parent);
        }

        writer.MakeFolder(path);
        entries[path] = new UnpackedEntry(ImpliedFolder(path) with { IsOpaque = existing is not null });
    }

    private async Task<UnpackedEntry> AddFileAsync(TreeEntry entry, Stream content, CancellationToken ct)
    {
        using SafeFileHandle file = writer.CreateFile(entry.Path);
        using var hash = new HashingStream(content);
        using MemoryStream? kept = KeptContent.Includes(entry.Path, entry.Size) ? new MemoryStream() : null;
        int count;
        while ((count = await hash.ReadAsync(buffer, ct).ConfigureAwait(false)) > 0)
        {
            Posix.Write(file, buffer.AsSpan(0, count), entry.Path.Span);
            kept?.Write(buffer.AsSpan(0, count));
        }

        writer.FinishFile(file, entry);
        if (kept is not null)
        {
            contents[entry.Path] = kept.ToArray();
        }

        return new UnpackedEntry(entry with { Content = hash.Finish() });
    }

    private UnpackedEntry AddHardLink(LayerEntry entry)
    {
        if (!entries.TryGetValue(entry.HardLinkTarget, out UnpackedEntry? target) || target.Entry.Kind is TreeEntryKind.Directory or TreeEntryKind.Whiteout)
        {
            throw Refused($"'{entry.Path}' is a further name of '{entry.HardLinkTarget}', which is not a file of the layer before it");
        }

        writer.MakeHardLink(entry.HardLinkTarget, entry.Path);
        if (contents.TryGetValue(entry.HardLinkTarget, out byte[]? content))
        {
            contents[entry.Path] = content;
        }

        return new UnpackedEntry(target.Entry with { Path = entry.Path }, target.Group ??= new object());
    }

    private UnpackedEntry AddOther(TreeEntry entry)
    {
        switch (entry.Kind)
        {
            case TreeEntryKind.SymbolicLink:
                writer.MakeLink(entry);
                break;
            case TreeEntryKind.Whiteout:
                writer.MakeWhiteout(entry.Path);
                break;
            default:
                writer.MakeNode(entry);
                break;
        }

        return new UnpackedEntry(entry);
    }

    private void Finish()
    {
        foreach (LayerPath path in IdleWhiteouts.Among(entries))
        {
            writer.RemoveName(path);
            entries.Remove(path);
        }

        LayerPath[] folders = [.. entries.Values.Where(entry => entry.Entry.Kind == TreeEntryKind.Directory).Select(entry => entry.Entry.Path)];
        Array.Sort(folders);
        foreach (LayerPath folder in folders.AsEnumerable().Reverse())
        {
            writer.FinishFolder(entries[folder].Entry);
        }

        if (!entries.ContainsKey(LayerPath.Root))
        {
            writer.FinishFolder(ImpliedFolder(LayerPath.Root));
        }
    }

    private static TreeEntry ImpliedFolder(LayerPath path) => new() { Path = path, Kind = TreeEntryKind.Directory, Mode = 0x1ED, IsImplied = true };

    private static BuildKitException Refused(string reason) =>
        new(ExecutionErrorCodes.LayerRefused, $"The layer is refused: {reason}.", "Build the image anew with a tool that writes valid layers.");
}
