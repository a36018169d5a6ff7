using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Oci.Layouts;

/// <summary>Random access to the files of a tar archive on disk. A compressed archive is decompressed into a temporary file first.</summary>
internal sealed class TarFileIndex : IAsyncDisposable
{
    private const int MaxLinks = 8;

    private readonly Dictionary<LayerPath, TarFileEntry> files;
    private readonly string path;
    private readonly string? temporary;

    private TarFileIndex(string path, string? temporary, Dictionary<LayerPath, TarFileEntry> files)
    {
        this.path = path;
        this.temporary = temporary;
        this.files = files;
    }

    /// <summary>Reads all headers of an archive.</summary>
    /// <exception cref="BuildKitException">There is no such file (BK5030), or it is no tar archive (BK5020 to BK5025).</exception>
    public static async Task<TarFileIndex> OpenAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            throw LayoutFiles.Missing(path, "no file, or an empty one");
        }

        string? temporary = await UncompressedAsync(path, ct).ConfigureAwait(false);
        try
        {
            Dictionary<LayerPath, TarFileEntry> files = [];
            await using FileStream file = Open(temporary ?? path);
            LayerReader reader = new(file, $"'{path}'", LayerReaderOptions.Archive);
            while (await reader.ReadAsync(ct).ConfigureAwait(false) is { } entry)
            {
                files[entry.Path] = new TarFileEntry(entry, reader.ContentOffset);
            }

            return new TarFileIndex(path, temporary, files);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    /// <summary>The size of a file, or null where there is none. Links are followed within the archive.</summary>
    public long? SizeOf(string name) => Find(name)?.Entry.Size;

    /// <summary>Opens a file.</summary>
    /// <exception cref="BuildKitException">There is none (BK5031).</exception>
    public Stream OpenRead(string name)
    {
        if (Find(name) is not { } found)
        {
            throw new BuildKitException(OciErrorCodes.LayoutInvalid, $"'{path}' has no file '{name}'.", "The archive is not complete: make or fetch it again.");
        }

        FileStream file = Open(temporary ?? path);
        file.Position = found.Offset ?? throw LayerErrors.Unsupported($"'{path}'", $"holds '{name}' as a sparse file");
        return new BoundedStream(file, found.Entry.Size);
    }

    /// <summary>Reads a small file whole.</summary>
    public async Task<byte[]> ReadAsync(string name, CancellationToken ct)
    {
        await using Stream stream = OpenRead(name);
        if (stream.Length > StoredDocuments.MaxSize)
        {
            throw new BuildKitException(OciErrorCodes.DocumentTooLarge, $"'{name}' in '{path}' has {stream.Length} bytes; a document has at most {StoredDocuments.MaxSize}.");
        }

        byte[] content = new byte[stream.Length];
        await stream.ReadExactlyAsync(content, ct).ConfigureAwait(false);
        return content;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Remove(temporary);
        return ValueTask.CompletedTask;
    }

    private static void Remove(string? temporary)
    {
        if (temporary is not null)
        {
            File.Delete(temporary);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (DiskErrors.IsDisk(exception))
        {
            throw DiskErrors.Read(path, exception);
        }
    }

    private static async Task<string?> UncompressedAsync(string path, CancellationToken ct)
    {
        byte[] magic = new byte[4];
        await using FileStream file = Open(path);
        int length = await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        if (length < magic.Length || !(magic.AsSpan().StartsWith<byte>([0x1f, 0x8b]) || magic.AsSpan().SequenceEqual<byte>([0x28, 0xb5, 0x2f, 0xfd])))
        {
            return null;
        }

        file.Position = 0;
        string temporary = Path.GetTempFileName();
        try
        {
            await using Stream decompressed = LayerCompression.OpenDecompressed(file, null);
            await using FileStream output = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None);
            await decompressed.CopyToAsync(new DiskWriteStream(output, temporary), ct).ConfigureAwait(false);
            return temporary;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private TarFileEntry? Find(string name)
    {
        LayerPath? at = TryPath(System.Text.Encoding.UTF8.GetBytes(name));
        for (int links = 0; at is { } current && links < MaxLinks && files.TryGetValue(current, out TarFileEntry? found); links++)
        {
            switch (found.Entry.Kind)
            {
                case LayerEntryKind.File:
                    return found;
                case LayerEntryKind.HardLink:
                    at = found.Entry.HardLinkTarget;
                    break;
                case LayerEntryKind.SymbolicLink:
                    at = Target(current.Parent, found.Entry.SymbolicLinkTarget);
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static LayerPath? TryPath(ReadOnlySpan<byte> name) => LayerPath.TryNormalize(name, out LayerPath path) ? path : null;

    /// <summary>Docker links a layer that stands twice to the first, as <c>../ID/layer.tar</c>.</summary>
    private static LayerPath? Target(LayerPath directory, ByteString target)
    {
        ReadOnlySpan<byte> rest = target.Span;
        while (rest.StartsWith("../"u8))
        {
            if (directory.IsRoot)
            {
                return null;
            }

            directory = directory.Parent;
            rest = rest[3..];
        }

        return TryPath([.. directory.Span, (byte)'/', .. rest]);
    }
}
