using System.Text;
using BuildKit.Oci.Layers;
using ICSharpCode.SharpZipLib.Zip;

namespace BuildKit.Oci.Archives;

/// <summary>
/// The entries of a zip archive in the order of its directory. Modes and links are read where a Unix wrote them; else files are 0644, directories
/// 0755. The owner is root. A zip's times have no zone, so every entry has the fixed time.
/// </summary>
internal sealed class ZipEntries : IArchiveEntries
{
    private const int UnixHost = 3;
    private const int DarwinHost = 19;
    private const int TypeMask = 0xf000;
    private const int LinkType = 0xa000;
    private const int DirectoryType = 0x4000;
    private const int FileType = 0x8000;
    private const int DefaultFileMode = 0x1a4;
    private const int DefaultDirectoryMode = 0x1ed;

    private readonly ZipFile zip;
    private readonly string where;
    private readonly LayerReaderOptions limits;
    private long next;
    private long totalSize;

    private ZipEntries(ZipFile zip, string where, LayerReaderOptions limits)
    {
        this.zip = zip;
        this.where = where;
        this.limits = limits;
    }

    /// <inheritdoc />
    public Stream Content { get; private set; } = Stream.Null;

    /// <param name="archive">Seekable; disposed of with the entries.</param>
    public static ZipEntries Open(Stream archive, string where, LayerReaderOptions limits)
    {
        try
        {
            // Names that do not say they are UTF-8 are taken as their bytes, one character each.
            ZipFile zip = new(archive, leaveOpen: false, StringCodec.FromEncoding(Encoding.Latin1));
            return zip.Count <= limits.MaxEntries
                ? new ZipEntries(zip, where, limits)
                : throw LayerErrors.Limit(where, $"holds more than {limits.MaxEntries} entries");
        }
        catch (Exception exception) when (ArchiveErrors.IsDamage(exception))
        {
            throw ArchiveErrors.Invalid(where, exception.Message, exception);
        }
    }

    /// <inheritdoc />
    public async Task<LayerEntry?> ReadAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await Content.DisposeAsync().ConfigureAwait(false);
        Content = Stream.Null;
        return next < zip.Count ? Read(zip[(int)next++]) : null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync().ConfigureAwait(false);
        zip.Close();
    }

    private LayerEntry Read(ZipEntry entry)
    {
        byte[] name = BytesOf(entry);
        if (name.Length > limits.MaxNameLength)
        {
            throw LayerErrors.Limit(where, $"holds a name of {name.Length} bytes, more than {limits.MaxNameLength}");
        }

        LayerPath path = EntryNames.FromArchive(name, where);
        if (entry.IsCrypted)
        {
            throw ArchiveErrors.Encrypted(where, path.ToString());
        }

        bool isUnix = entry.HostSystem is UnixHost or DarwinHost && (uint)entry.ExternalFileAttributes >> 16 != 0;
        int mode = isUnix ? (int)((uint)entry.ExternalFileAttributes >> 16) : 0;
        LayerEntryKind kind = KindOf(mode & TypeMask, name, path);
        if (path.IsRoot && kind != LayerEntryKind.Directory)
        {
            throw LayerErrors.Unsafe(where, name, "is the root, which only a directory can be");
        }

        if (entry.Size < 0 || entry.Size > limits.MaxTotalSize - totalSize)
        {
            throw LayerErrors.Limit(where, $"holds more than {limits.MaxTotalSize} bytes");
        }

        totalSize += entry.Size;
        LayerEntry result = new()
        {
            Kind = kind,
            Path = path,
            Mode = isUnix ? mode & 0xfff : kind == LayerEntryKind.Directory ? DefaultDirectoryMode : DefaultFileMode,
            Size = kind == LayerEntryKind.File ? entry.Size : 0,
        };
        return kind switch
        {
            LayerEntryKind.SymbolicLink => result with { SymbolicLinkTarget = ReadTarget(entry, path), Mode = 0x1ff },
            LayerEntryKind.File => Opened(result, entry, path),
            _ => result,
        };
    }

    private static byte[] BytesOf(ZipEntry entry) => (entry.IsUnicodeText ? Encoding.UTF8 : Encoding.Latin1).GetBytes(entry.Name);

    private LayerEntryKind KindOf(int type, byte[] name, LayerPath path) => type switch
    {
        LinkType => LayerEntryKind.SymbolicLink,
        DirectoryType => LayerEntryKind.Directory,
        FileType or 0 => name[^1] == '/' ? LayerEntryKind.Directory : LayerEntryKind.File,
        _ => throw LayerErrors.Unsupported(where, $"holds '{path}', which is neither file, directory nor link"),
    };

    private LayerEntry Opened(LayerEntry entry, ZipEntry source, LayerPath path)
    {
        Content = Open(source, path);
        return entry;
    }

    private ZipContentStream Open(ZipEntry entry, LayerPath path)
    {
        string at = $"'{path}' in {where}";
        try
        {
            return new ZipContentStream(zip.GetInputStream(entry), entry.Size, entry.Crc, at);
        }
        catch (Exception exception) when (ArchiveErrors.IsDamage(exception))
        {
            throw ArchiveErrors.Invalid(at, exception.Message, exception);
        }
    }

    private ByteString ReadTarget(ZipEntry entry, LayerPath path)
    {
        if (entry.Size > limits.MaxNameLength)
        {
            throw LayerErrors.Limit(where, $"holds a link target of {entry.Size} bytes, more than {limits.MaxNameLength}");
        }

        using Stream content = Open(entry, path);
        byte[] target = new byte[entry.Size];
        int length = content.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);

        // The read at the end is the one that verifies.
        bool isWhole = content.Read(new byte[1], 0, 1) == 0;
        return isWhole && length > 0 && !target.AsSpan().Contains((byte)0)
            ? new ByteString(target)
            : throw LayerErrors.Unsafe(where, target, "is no target of a symbolic link");
    }
}
