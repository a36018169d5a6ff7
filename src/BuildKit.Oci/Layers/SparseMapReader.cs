using System.Text;

namespace BuildKit.Oci.Layers;

/// <summary>Reads the maps of sparse files in GNU tar's four forms: old GNU, and PAX 0.0, 0.1 and 1.0 (GNU tar manual, "Storing Sparse Files").</summary>
internal static class SparseMapReader
{
    private const int HeaderSegments = 4;
    private const int BlockSegments = 21;
    private const int SegmentLength = 24;
    private const int FieldLength = 12;

    /// <summary>Whether the entry is stored sparse.</summary>
    public static bool IsSparse(TarHeader header, PaxRecords pax) =>
        header.Type == 'S' || pax.Has("GNU.sparse.major") || pax.Has("GNU.sparse.map") || pax.Has("GNU.sparse.size") || pax.Has("GNU.sparse.realsize");

    /// <summary>Reads the map from header, records and, for some forms, the blocks before the content; returns it with the count of bytes those took of the stored size.</summary>
    public static async ValueTask<(SparseMap Map, long Consumed)> ReadAsync(
        TarHeader header, PaxRecords pax, long stored, TarInput input, int maxLength, CancellationToken ct)
    {
        if (header.Type == 'S')
        {
            return (await ReadOldAsync(header, stored, input, maxLength, ct).ConfigureAwait(false), 0);
        }

        if (pax.TryGet("GNU.sparse.major", out ReadOnlyMemory<byte> major) && major.Span.SequenceEqual("1"u8))
        {
            return await ReadVersion1Async(Required(pax, "GNU.sparse.realsize", input), stored, input, maxLength, ct).ConfigureAwait(false);
        }

        long size = Required(pax, pax.Has("GNU.sparse.size") ? "GNU.sparse.size" : "GNU.sparse.realsize", input);
        List<ReadOnlyMemory<byte>> numbers = pax.TryGet("GNU.sparse.map", out ReadOnlyMemory<byte> map) ? SplitAtCommas(map) : pax.SparsePairs;
        return (SparseMap.Of(Pair([.. numbers.Select(n => Number(n.Span, input))], input), size, stored, input.Where), 0);
    }

    private static async ValueTask<SparseMap> ReadOldAsync(TarHeader header, long stored, TarInput input, int maxLength, CancellationToken ct)
    {
        if (!header.IsGnu || !TarNumber.TryRead(header.Block.AsSpan(483, FieldLength), out long size) || size < 0)
        {
            throw LayerErrors.Malformed(input.Where, "a sparse file has no size");
        }

        List<SparseSegment> segments = [];
        Add(header.Block.AsSpan(TarHeader.GnuSparseOffset, HeaderSegments * SegmentLength), segments, input);
        bool more = header.Block[482] != 0;
        byte[] block = new byte[TarFormat.BlockSize];
        while (more)
        {
            await input.FillAsync(block, ct).ConfigureAwait(false);
            Add(block.AsSpan(0, BlockSegments * SegmentLength), segments, input);
            more = block[504] != 0;
            CheckCount(segments.Count, maxLength, input);
        }

        return SparseMap.Of(segments, size, stored, input.Where);
    }

    private static async ValueTask<(SparseMap Map, long Consumed)> ReadVersion1Async(
        long size, long stored, TarInput input, int maxLength, CancellationToken ct)
    {
        // The map stands before the content: lines of decimal numbers, the first of them the count of pairs, filled up to whole blocks.
        List<long> numbers = [];
        StringBuilder line = new();
        byte[] block = new byte[TarFormat.BlockSize];
        long consumed = 0;
        long wanted = 1;
        while (numbers.Count < wanted)
        {
            if (consumed + block.Length > stored)
            {
                throw LayerErrors.Malformed(input.Where, "the map of a sparse file is longer than the file");
            }

            await input.FillAsync(block, ct).ConfigureAwait(false);
            consumed += block.Length;
            for (int i = 0; i < block.Length && numbers.Count < wanted; i++)
            {
                if (block[i] != '\n')
                {
                    line.Append((char)block[i]);
                    continue;
                }

                numbers.Add(Number(Encoding.Latin1.GetBytes(line.ToString()), input));
                line.Clear();
                if (numbers.Count == 1)
                {
                    CheckCount(numbers[0], maxLength, input);
                    wanted = 1 + (2 * numbers[0]);
                }
            }

            CheckCount(line.Length, SegmentLength * BlockSegments, input);
        }

        numbers.RemoveAt(0);
        return (SparseMap.Of(Pair(numbers, input), size, stored - consumed, input.Where), consumed);
    }

    private static void Add(ReadOnlySpan<byte> fields, List<SparseSegment> segments, TarInput input)
    {
        for (; !fields.IsEmpty && fields[FieldLength] != 0; fields = fields[SegmentLength..])
        {
            if (!TarNumber.TryRead(fields[..FieldLength], out long offset) || !TarNumber.TryRead(fields[FieldLength..SegmentLength], out long length))
            {
                throw LayerErrors.Malformed(input.Where, "a number in the map of a sparse file cannot be read");
            }

            segments.Add(new SparseSegment(offset, length));
        }
    }

    private static List<SparseSegment> Pair(IReadOnlyList<long> numbers, TarInput input)
    {
        if (numbers.Count % 2 != 0)
        {
            throw LayerErrors.Malformed(input.Where, "the map of a sparse file has an offset without a length");
        }

        return [.. Enumerable.Range(0, numbers.Count / 2).Select(i => new SparseSegment(numbers[2 * i], numbers[(2 * i) + 1]))];
    }

    private static List<ReadOnlyMemory<byte>> SplitAtCommas(ReadOnlyMemory<byte> map)
    {
        List<ReadOnlyMemory<byte>> parts = [];
        foreach (Range part in map.Span.Split((byte)','))
        {
            parts.Add(map[part]);
        }

        return parts;
    }

    private static long Required(PaxRecords pax, string key, TarInput input) =>
        pax.TryGet(key, out ReadOnlyMemory<byte> value) ? Number(value.Span, input) : throw LayerErrors.Malformed(input.Where, $"a sparse file lacks '{key}'");

    private static long Number(ReadOnlySpan<byte> text, TarInput input) =>
        TarNumber.TryReadDecimal(text, out long value) ? value : throw LayerErrors.Malformed(input.Where, "a number in the map of a sparse file cannot be read");

    private static void CheckCount(long count, int maxLength, TarInput input)
    {
        if (count > maxLength / SegmentLength)
        {
            throw LayerErrors.Limit(input.Where, "holds a sparse file of too many parts");
        }
    }
}
