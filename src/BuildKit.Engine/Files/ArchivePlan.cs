using System.Globalization;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Archives;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Files;

/// <summary>
/// The plan of an Unpack. It follows from the archive's bytes, the step's arguments and the parent's folders; since the archive must be
/// read to know which, a step's key names the archive's digest and the parent's identity instead of the plan's digest.
/// </summary>
public static class ArchivePlan
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Reads an archive. Modes are the archive's; times are fixed; devices are refused.</summary>
    /// <param name="archive">Disposed of; seekable where it is a zip.</param>
    /// <param name="where">What messages call it.</param>
    /// <param name="stripComponents">Leading parts dropped from each name; names with no more parts are left out.</param>
    /// <param name="owner"><c>user[:group]</c>; null for 0:0.</param>
    /// <param name="temporary">An existing folder that takes the files; the caller removes it after the commit.</param>
    /// <exception cref="BuildKitException">The archive is damaged or hostile, or the destination is in the way.</exception>
    public static async Task<ChangeSet> CreateAsync(
        Stream archive, string where, MergedTree parent, string workingDirectory, string to, int stripComponents, string? owner, string temporary, CancellationToken ct)
    {
        FileOwner numeric = FilePlans.Owner(parent, owner);
        LayerPath destination = FilePlans.Place(workingDirectory, to);
        var builder = new ChangeSetBuilder(parent, numeric);
        builder.Folder(destination, null);
        var groups = new Dictionary<LayerPath, (TreeEntry Entry, PlannedContent? Content, object Group)>();
        int number = 0;
        ArchiveReader reader = await ArchiveReader.OpenAsync(archive, where, LayerReaderOptions.Archive, ct).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(ct).ConfigureAwait(false) is { } read)
            {
                if (Strip(read.Path, stripComponents) is not { IsRoot: false } path)
                {
                    continue;
                }

                LayerPath place = destination.Join(path);
                if (read.Kind == LayerEntryKind.HardLink)
                {
                    if (!groups.TryGetValue(read.HardLinkTarget, out (TreeEntry Entry, PlannedContent? Content, object Group) target))
                    {
                        throw Refused(where, read.Path, $"a further name of '{read.HardLinkTarget}', which is not before it");
                    }

                    builder.Place(place, target.Entry, target.Content, target.Group);
                    continue;
                }

                if (read.Kind is not (LayerEntryKind.File or LayerEntryKind.Directory or LayerEntryKind.SymbolicLink or LayerEntryKind.Fifo))
                {
                    throw Refused(where, read.Path, "a device");
                }

                TreeEntry entry = LayerTar.FromEntry(read) with { Uid = numeric.Uid, Gid = numeric.Gid, ModificationTime = LayerEntry.FixedTime };
                if (entry.Kind == TreeEntryKind.Directory)
                {
                    builder.Folder(place, entry);
                    continue;
                }

                PlannedContent? content = null;
                if (entry.Kind == TreeEntryKind.File)
                {
                    string file = Path.Combine(temporary, (number++).ToString(CultureInfo.InvariantCulture));
                    content = new StoredContent(file);
                    entry = entry with { Content = await StoreAsync(reader.Content, file, ct).ConfigureAwait(false) };
                }

                var group = new object();
                groups[read.Path] = (entry, content, group);
                builder.Place(place, entry, content, group);
            }
        }

        return builder.Build();
    }

    private static LayerPath? Strip(LayerPath path, int count)
    {
        ReadOnlyMemory<byte> rest = path.Bytes.Memory;
        for (; count > 0; count--)
        {
            int slash = rest.Span.IndexOf((byte)'/');
            if (slash < 0)
            {
                return null;
            }

            rest = rest[(slash + 1)..];
        }

        return LayerPath.FromTrusted(rest);
    }

    private static async Task<Digest> StoreAsync(Stream content, string file, CancellationToken ct)
    {
        try
        {
            using var hash = new HashingStream(content);
            var target = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
            await using (target.ConfigureAwait(false))
            {
                await hash.CopyToAsync(target, BufferSize, ct).ConfigureAwait(false);
            }

            return hash.Finish();
        }
        catch (IOException failure)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.DiskFailed, $"Cannot write '{file}': {failure.Message}", "Free space on that disk, or set BUILDKIT_HOME to a folder on a larger one.", failure);
        }
    }

    private static BuildKitException Refused(string where, LayerPath path, string what) =>
        new(ExecutionErrorCodes.ArchiveRefused, $"'{path}' in the archive {where} is {what}, which cannot be unpacked into an image.", "Make the archive without it.");
}
