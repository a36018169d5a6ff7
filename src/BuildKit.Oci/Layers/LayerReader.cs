namespace BuildKit.Oci.Layers;

/// <summary>
/// Reads a layer's tar archive, forward only, in memory that does not grow with it: ustar, PAX, GNU long names, GNU and PAX sparse
/// files (expanded), binary numbers. Every checksum is verified, every name is normalised and lies below the root. Entries come in the
/// order of the archive; of two for one path the later counts. Directory entries for the root itself are given too.
/// </summary>
/// <remarks>
/// Overlayfs's own extended attributes are left out. A hard link's target is below the root but need not exist, and a parent need not be a
/// directory: that is for whoever unpacks to see. Bytes after the two closing zero blocks are read and ignored, as every client does.
/// </remarks>
public sealed class LayerReader
{
    private readonly TarInput input;
    private readonly LayerReaderOptions options;
    private PaxRecords global = new();
    private long globalLength;
    private long entries;
    private long totalSize;
    private LayerContentStream? content;
    private bool ended;

    /// <summary>Reads from a stream of uncompressed bytes; see <see cref="LayerCompression.OpenDecompressed"/>.</summary>
    /// <param name="input">Not disposed of.</param>
    /// <param name="where">What messages call the archive.</param>
    /// <param name="options">The limits.</param>
    public LayerReader(Stream input, string where, LayerReaderOptions options)
    {
        this.input = new TarInput(input, where);
        this.options = options;
    }

    /// <summary>
    /// The content of the current entry, <see cref="LayerEntry.Size"/> bytes; valid until the next <see cref="ReadAsync"/>,
    /// which skips what was not read. Empty for anything but files.
    /// </summary>
    public Stream Content => content ?? Stream.Null;

    /// <summary>Offset in the input of the current entry's content; null where it is sparse and so lies there in pieces.</summary>
    internal long? ContentOffset { get; private set; }

    /// <summary>The next entry, or null at the end; the input is then read to its end.</summary>
    /// <exception cref="BuildKitException">The archive is malformed, truncated, unsafe or too large (BK5020 to BK5025).</exception>
    public async ValueTask<LayerEntry?> ReadAsync(CancellationToken ct)
    {
        while (!ended)
        {
            if (content is not null)
            {
                await content.FinishAsync(ct).ConfigureAwait(false);
                content = null;
            }

            (TarHeader? header, PendingHeaders pending) = await ReadHeadersAsync(ct).ConfigureAwait(false);
            if (header is null)
            {
                ended = true;
                await input.DrainAsync(ct).ConfigureAwait(false);
            }
            else if (await ReadEntryAsync(header, pending, ct).ConfigureAwait(false) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }

    private async ValueTask<LayerEntry?> ReadEntryAsync(TarHeader header, PendingHeaders pending, CancellationToken ct)
    {
        TarEntryBuilder builder = new(header, pending, options, input.Where);
        long stored = builder.StoredSize;
        int padding = TarFormat.PaddingOf(stored);
        SparseMap map = new(stored == 0 ? [] : [new SparseSegment(0, stored)], stored);
        ContentOffset = input.Position;
        if (SparseMapReader.IsSparse(header, pending.Pax))
        {
            ContentOffset = null;
            (map, _) = await SparseMapReader.ReadAsync(header, pending.Pax, stored, input, options.MaxHeaderLength, ct).ConfigureAwait(false);
        }

        // Counted before anything is made of it, and without a sum that could overflow.
        if (++entries > options.MaxEntries || map.Size > options.MaxTotalSize - totalSize)
        {
            throw LayerErrors.Limit(input.Archive, $"holds more than {options.MaxEntries} entries or {options.MaxTotalSize} bytes");
        }

        totalSize += map.Size;
        LayerEntry? entry = builder.Build(map.Size);
        content = new LayerContentStream(input, map, padding);
        return entry;
    }

    private async ValueTask<(TarHeader? Header, PendingHeaders Pending)> ReadHeadersAsync(CancellationToken ct)
    {
        PaxRecords? local = null;
        ReadOnlyMemory<byte>? longName = null;
        ReadOnlyMemory<byte>? longLink = null;
        while (true)
        {
            byte[] block = new byte[TarFormat.BlockSize];
            if (!await input.TryFillAsync(block, ct).ConfigureAwait(false))
            {
                throw LayerErrors.Truncated(input.Where);
            }

            if (!block.AsSpan().ContainsAnyExcept((byte)0))
            {
                bool dangling = local is not null || longName is not null || longLink is not null;
                return dangling || (await input.TryFillAsync(block, ct).ConfigureAwait(false) && block.AsSpan().ContainsAnyExcept((byte)0))
                    ? throw LayerErrors.Malformed(input.Where, "it ends behind a header that belongs to an entry, or goes on after its end")
                    : (null, new PendingHeaders(global));
            }

            TarHeader header = TarHeader.Read(block, input.Where);
            switch (header.Type)
            {
                case (byte)'x' or (byte)'X' when local is null:
                    local = PaxRecords.Read(await ReadHeaderContentAsync(header, ct).ConfigureAwait(false), input.Where);
                    break;
                case (byte)'g':
                    SetGlobal(PaxRecords.Read(await ReadHeaderContentAsync(header, ct).ConfigureAwait(false), input.Where), header.Size);
                    break;
                case (byte)'L' when longName is null:
                    longName = TrimEnd(await ReadHeaderContentAsync(header, ct).ConfigureAwait(false));
                    break;
                case (byte)'K' when longLink is null:
                    longLink = TrimEnd(await ReadHeaderContentAsync(header, ct).ConfigureAwait(false));
                    break;
                case (byte)'x' or (byte)'X' or (byte)'L' or (byte)'K':
                    throw LayerErrors.Malformed(input.Where, "an entry has two headers of one kind");
                default:
                    return (header, new PendingHeaders(global.Under(local)) { LongName = longName, LongLink = longLink });
            }
        }
    }

    private static ReadOnlyMemory<byte> TrimEnd(ReadOnlyMemory<byte> name) => name.TrimEnd((byte)0);

    private async ValueTask<ReadOnlyMemory<byte>> ReadHeaderContentAsync(TarHeader header, CancellationToken ct)
    {
        if (header.Size < 0 || header.Size > options.MaxHeaderLength)
        {
            throw LayerErrors.Limit(input.Where, $"holds a header of {header.Size} bytes; {options.MaxHeaderLength} are allowed");
        }

        byte[] bytes = new byte[header.Size];
        await input.FillAsync(bytes, ct).ConfigureAwait(false);
        await input.SkipAsync(TarFormat.PaddingOf(header.Size), ct).ConfigureAwait(false);
        return bytes;
    }

    private void SetGlobal(PaxRecords records, long length)
    {
        // Such a record would give every entry the same name or size.
        if (records.SparsePairs.Count > 0
            || records.Values.Keys.Any(k => k is "path" or "linkpath" or "size" || k.StartsWith("GNU.sparse.", StringComparison.Ordinal)))
        {
            throw LayerErrors.Malformed(input.Where, "a global PAX header names or sizes all entries");
        }

        globalLength += length;
        if (globalLength > options.MaxHeaderLength)
        {
            throw LayerErrors.Limit(input.Where, $"holds global headers of more than {options.MaxHeaderLength} bytes");
        }

        global = global.Under(records);
    }
}
