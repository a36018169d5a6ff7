using System.Globalization;
using BuildKit.Engine.Files;
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
    private readonly UnpackedFiles files = new(owner);
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

        if (files.Misplaced is { } misplaced)
        {
            throw Refused($"{name} holds '{misplaced}' below '{misplaced.Parent}', which is a file or a link in it.");
        }
    }

    /// <summary>Everything as one set, with the folders on the way.</summary>
    /// <param name="folder">Where the archive goes.</param>
    /// <exception cref="BuildKitException">The parent has a folder in the place of a file, or the other way round.</exception>
    internal ChangeSet ToChangeSet(MergedTree parent, LayerPath folder) => files.ToChangeSet(parent, folder);

    private async Task AddAsync(LayerEntry entry, LayerPath path, Stream content, string name, CancellationToken ct)
    {
        switch (entry.Kind)
        {
            case LayerEntryKind.Directory:
                files.AddFolder(path, entry.Mode);
                break;
            case LayerEntryKind.File:
                await SpoolAsync(entry, path, content, ct);
                break;
            case LayerEntryKind.SymbolicLink:
                files.AddLink(path, entry.SymbolicLinkTarget);
                break;
            case LayerEntryKind.HardLink when Place(entry.HardLinkTarget) is { } target && files.TryAddName(path, target):
                break;
            default:
                throw Refused($"{name} holds '{entry.Path}', which is a device, a pipe or a link to a file that the archive does not hold before it.");
        }
    }

    private async Task SpoolAsync(LayerEntry entry, LayerPath path, Stream content, CancellationToken ct)
    {
        string file = (++count).ToString(CultureInfo.InvariantCulture);
        await using FileStream target = new(Path.Combine(spool, file), FileMode.CreateNew, FileAccess.Write);
        await using var digesting = new DigestingStream(target, leaveOpen: true);
        await content.CopyToAsync(digesting, ct);
        files.AddFile(path, entry.Mode, new ContextContent(spool, LayerPath.Parse(file)), digesting.Count, digesting.GetDigest());
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

    private static BuildKitException Refused(string message) =>
        new(ExecutionErrorCodes.ArchiveRefused, message, "Make an archive of files, folders and links only, in which nothing lies below a file or link.");
}
