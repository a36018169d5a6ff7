using System.Collections.Immutable;
using System.Globalization;
using BuildKit.Engine.Files;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Archives;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using FileOwner = BuildKit.Graph.Keys.FileOwner;

namespace BuildKit.Engine.Execution;

/// <summary>
/// The changes that unpacking an archive comes to. Names are taken as the archive has them: no link of the parent below the destination
/// is followed. Owners and times are the step's and not the archive's; of two entries for one path the later counts.
/// </summary>
/// <param name="spool">An empty folder that takes the files' bytes, since an archive is read in its own order and a layer is written in another.</param>
/// <param name="folder">Where the archive goes, links followed.</param>
internal sealed class ArchiveChanges(string spool, LayerPath folder, FileOwner owner, int stripComponents)
{
    private readonly SortedDictionary<LayerPath, PlannedChange> changes = [];
    private readonly Dictionary<LayerPath, LayerPath> furtherNames = [];
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
                await AddAsync(entry, path, reader.Content, name, ct);
            }
        }
    }

    /// <summary>Everything as one set, with the folders on the way.</summary>
    /// <param name="place">The changes that make the destination itself.</param>
    internal ChangeSet ToChangeSet(ChangeSet place, MergedTree parent)
    {
        foreach (PlannedChange change in place.Changes)
        {
            changes.TryAdd(change.Entry.Path, change);
        }

        foreach (LayerPath path in changes.Keys.ToArray())
        {
            for (LayerPath above = path.Parent; !above.IsRoot && !changes.ContainsKey(above); above = above.Parent)
            {
                TreeEntry? existing = parent.FindExact(above);
                changes[above] = new PlannedChange(existing is { Kind: TreeEntryKind.Directory } ? existing : Entry(above, TreeEntryKind.Directory, 0x1ED), null);
            }
        }

        LinkNames();
        return new ChangeSet([.. changes.Values]);
    }

    private async Task AddAsync(LayerEntry entry, LayerPath path, Stream content, string name, CancellationToken ct)
    {
        furtherNames.Remove(path);
        switch (entry.Kind)
        {
            case LayerEntryKind.Directory:
                changes[path] = new PlannedChange(Entry(path, TreeEntryKind.Directory, entry.Mode), null);
                break;
            case LayerEntryKind.File:
                changes[path] = await SpoolAsync(entry, path, content, ct);
                break;
            case LayerEntryKind.SymbolicLink:
                changes[path] = new PlannedChange(Entry(path, TreeEntryKind.SymbolicLink, 0x1FF) with { LinkTarget = entry.SymbolicLinkTarget }, null);
                break;
            case LayerEntryKind.HardLink when Place(entry.HardLinkTarget) is { } target && changes.TryGetValue(target, out PlannedChange? first)
                && first.Entry.Kind == TreeEntryKind.File:
                changes[path] = first with { Entry = first.Entry with { Path = path } };
                furtherNames[path] = furtherNames.GetValueOrDefault(target, target);
                break;
            default:
                throw new BuildKitException(
                    ExecutionErrorCodes.ArchiveRefused,
                    $"{name} holds '{entry.Path}', which is a device, a pipe or a link to a file that the archive does not hold before it.",
                    "Make an archive of files, folders and links only.");
        }
    }

    private async Task<PlannedChange> SpoolAsync(LayerEntry entry, LayerPath path, Stream content, CancellationToken ct)
    {
        string file = (++count).ToString(CultureInfo.InvariantCulture);
        await using FileStream target = new(Path.Combine(spool, file), FileMode.CreateNew, FileAccess.Write);
        await using var digesting = new DigestingStream(target, leaveOpen: true);
        await content.CopyToAsync(digesting, ct);
        return new PlannedChange(
            Entry(path, TreeEntryKind.File, entry.Mode) with { Size = digesting.Count, Content = digesting.GetDigest() },
            new ContextContent(spool, LayerPath.Parse(file)));
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

        if (rest.IsEmpty)
        {
            return null;
        }

        byte[] joined = folder.IsRoot ? rest.ToArray() : [.. folder.Span, (byte)'/', .. rest];
        return LayerPath.TryCreate(joined, out LayerPath placed) ? placed : null;
    }

    private void LinkNames()
    {
        foreach (IGrouping<LayerPath, LayerPath> group in furtherNames.GroupBy(entry => entry.Value, entry => entry.Key))
        {
            ImmutableArray<LayerPath> names = [.. group.Append(group.Key).Order()];
            foreach (LayerPath path in names)
            {
                changes[path] = changes[path] with { Entry = changes[path].Entry with { HardLink = names[0] } };
            }
        }
    }

    private TreeEntry Entry(LayerPath path, TreeEntryKind kind, int mode) =>
        new() { Path = path, Kind = kind, Mode = mode, Uid = owner.Uid, Gid = owner.Gid };
}
