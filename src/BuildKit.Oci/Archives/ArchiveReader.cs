using BuildKit.Oci.Layers;

namespace BuildKit.Oci.Archives;

/// <summary>
/// Reads a zip, tar, tar.gz, tar.bz2 or tar.zst archive, told apart by its first bytes, entry by entry. Paths are normalised and lie below the
/// root; link targets and hard links are as <see cref="LayerReader"/> gives them; times are a tar's own, or the fixed time in a zip.
/// </summary>
public sealed class ArchiveReader : IAsyncDisposable
{
    private const int MagicOffset = 257;

    private readonly IArchiveEntries entries;

    private ArchiveReader(IArchiveEntries entries) => this.entries = entries;

    /// <summary>The content of the current file, verified at its end; valid until the next <see cref="ReadAsync"/>.</summary>
    public Stream Content => entries.Content;

    /// <summary>Opens an archive.</summary>
    /// <param name="archive">The file from its start; a zip must be seekable. Disposed of with the reader.</param>
    /// <param name="where">What messages call it.</param>
    /// <param name="limits">The limits, such as <see cref="LayerReaderOptions.Archive"/>.</param>
    /// <exception cref="BuildKitException">It is no such archive (BK5040).</exception>
    public static async Task<ArchiveReader> OpenAsync(Stream archive, string where, LayerReaderOptions limits, CancellationToken ct)
    {
        byte[] start = new byte[TarFormat.BlockSize];
        int length = await archive.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        Array.Resize(ref start, length);
        if (IsZip(start) && archive.CanSeek)
        {
            return new ArchiveReader(ZipEntries.Open(archive, where, limits));
        }

        PrefixedStream whole = new(start, archive, ReadOnlyMemory<byte>.Empty);
        if (IsGzip(start) || IsZstd(start))
        {
            return new ArchiveReader(new TarEntries(LayerCompression.OpenDecompressed(whole, limits.MaxTotalSize), where, limits));
        }

        if (start.AsSpan().StartsWith("BZh"u8))
        {
            return new ArchiveReader(new TarEntries(new Bzip2Stream(whole, where, limits.MaxTotalSize), where, limits));
        }

        return IsTar(start)
            ? new ArchiveReader(new TarEntries(whole, where, limits))
            : throw ArchiveErrors.Unknown(where, start switch
            {
                [] => "empty",
                [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "compressed with xz",
                _ => "no archive that is known here",
            });
    }

    /// <summary>The next entry, in the order of the archive, or null at the end.</summary>
    /// <exception cref="BuildKitException">The archive is damaged, unsafe, encrypted or too large (BK5020 to BK5042).</exception>
    public Task<LayerEntry?> ReadAsync(CancellationToken ct) => entries.ReadAsync(ct);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => entries.DisposeAsync();

    // With entries, empty, or split over volumes.
    private static bool IsZip(ReadOnlySpan<byte> start) => start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8) || start.StartsWith("PK\x07\x08"u8);

    private static bool IsGzip(ReadOnlySpan<byte> start) => start.StartsWith<byte>([0x1f, 0x8b]);

    private static bool IsZstd(ReadOnlySpan<byte> start) => start.StartsWith<byte>([0x28, 0xb5, 0x2f, 0xfd]);

    private static bool IsTar(ReadOnlySpan<byte> start)
    {
        if (start.Length < TarFormat.BlockSize)
        {
            return false;
        }

        // Archives of before 1988 have no magic but always a checksum; an empty one is zeros.
        return start[MagicOffset..].StartsWith("ustar"u8)
            || !start.ContainsAnyExcept((byte)0)
            || (TarNumber.TryRead(start.Slice(TarFormat.ChecksumOffset, TarFormat.ChecksumLength), out long sum) && sum == TarFormat.Checksum(start).Unsigned);
    }
}
