using System.Globalization;
using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Archives;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Execution;

/// <summary>
/// The changes that unpacking an archive comes to: its entries are placed as a Copy places files. Owners and times are the step's and not the archive's; of two
/// entries for one path the later counts.
/// </summary>
/// <param name="spool">An empty folder that takes the files' bytes, since an archive is read in its own order and a layer is written in another.</param>
internal sealed class ArchiveChanges(string spool, FileOwner owner, int stripComponents)
{
    private readonly SortedDictionary<LayerPath, UnpackedEntry> entries = [];
    private readonly Dictionary<LayerPath, PlannedContent> contents = [];
    private int count;

    /// <summary>Reads the archive to its end.</summary>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="BuildKitException">The archive is damaged or unsafe (BK50xx), or holds what cannot be unpacked (BK4135).</exception>
    internal async Task ReadAsync(Stream archive, string name, CancellationToken ct)
    {
        await using ArchiveReader reader = await ArchiveReader.OpenAsync(archive, name, LayerReaderOptions.Archive, ct);
        while (await reader.ReadAsync(ct) is { } entry)
        {
            if (Place(entry.Path) is { } path)
            {
                entries[path] = await AddAsync(entry, path, reader.Content, name, ct);
            }
        }

        foreach (LayerPath path in entries.Keys)
        {
            if (!path.Parent.IsRoot && entries.TryGetValue(path.Parent, out UnpackedEntry? above) && above.Entry.Kind != TreeEntryKind.Directory)
            {
                throw Refused($"{name} holds '{path}' below '{path.Parent}', which is a file or a link in it.");
            }
        }
    }

    /// <summary>Everything as one set, with the folders on the way.</summary>
    /// <param name="folder">Where the archive goes.</param>
    /// <exception cref="BuildKitException">The parent has a folder in the place of a file, or the other way round.</exception>
    internal ChangeSet ToChangeSet(MergedTree parent, LayerPath folder)
    {
        var builder = new ChangeSetBuilder(parent, owner);
        builder.Folder(folder, null);
        foreach ((LayerPath path, UnpackedEntry entry) in entries)
        {
            LayerPath place = folder.Join(path);
            if (entry.Entry.Kind == TreeEntryKind.Directory)
            {
                builder.Folder(place, entry.Entry);
            }
            else
            {
                builder.Place(place, entry.Entry, contents.GetValueOrDefault(path), entry.Group);
            }
        }

        return builder.Build();
    }

    private async Task<UnpackedEntry> AddAsync(LayerEntry entry, LayerPath path, Stream content, string name, CancellationToken ct)
    {
        switch (entry.Kind)
        {
            case LayerEntryKind.Directory:
                return new UnpackedEntry(Entry(path, TreeEntryKind.Directory, entry.Mode));
            case LayerEntryKind.File:
                return new UnpackedEntry(await SpoolAsync(entry, path, content, ct));
            case LayerEntryKind.SymbolicLink:
                return new UnpackedEntry(Entry(path, TreeEntryKind.SymbolicLink, 0x1FF) with { LinkTarget = entry.SymbolicLinkTarget });
            case LayerEntryKind.HardLink when Place(entry.HardLinkTarget) is { } target && entries.TryGetValue(target, out UnpackedEntry? first)
                && first.Entry.Kind == TreeEntryKind.File:
                contents[path] = contents[target];
                return new UnpackedEntry(first.Entry with { Path = path }, first.Group ??= new object());
            default:
                throw Refused($"{name} holds '{entry.Path}', which is a device, a pipe or a link to a file that the archive does not hold before it.");
        }
    }

    private async Task<TreeEntry> SpoolAsync(LayerEntry entry, LayerPath path, Stream content, CancellationToken ct)
    {
        string file = (++count).ToString(CultureInfo.InvariantCulture);
        await using FileStream target = new(Path.Combine(spool, file), FileMode.CreateNew, FileAccess.Write);
        await using var digesting = new DigestingStream(target, leaveOpen: true);
        await content.CopyToAsync(digesting, ct);
        contents[path] = new ContextContent(spool, LayerPath.Parse(file));
        return Entry(path, TreeEntryKind.File, entry.Mode) with { Size = digesting.Count, Content = digesting.GetDigest() };
    }

    // Null for what the stripped parts swallow, and for the root of the archive, whose place the step has made.
    private LayerPath? Place(LayerPath path)
    {
        ReadOnlySpan<byte> rest = path.Span;
        for (int i = 0; i < stripComponents; i++)
        {
            int slash = rest.IndexOf((byte)'/');
            if (slash < 0)
            {
                return null;
            }

            rest = rest[(slash + 1)..];
        }

        return !rest.IsEmpty && LayerPath.TryCreate(rest.ToArray(), out LayerPath placed) ? placed : null;
    }

    private TreeEntry Entry(LayerPath path, TreeEntryKind kind, int mode) =>
        new() { Path = path, Kind = kind, Mode = mode, Uid = owner.Uid, Gid = owner.Gid };

    private static BuildKitException Refused(string message) =>
        new(ExecutionErrorCodes.ArchiveRefused, message, "Make an archive of files, folders and links only, in which nothing lies below a file or link.");
}
