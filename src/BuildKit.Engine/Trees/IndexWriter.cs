using System.Buffers.Binary;
using System.Runtime.InteropServices;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>Puts the entries of a layer into the bytes of an index file.</summary>
internal static class IndexWriter
{
    /// <summary>Sorts the entries and writes them.</summary>
    /// <param name="contents">Contents to keep in the index.</param>
    /// <param name="tarSize">Bytes of the layer's tar, 0 where it was not made here.</param>
    public static byte[] Write(IEnumerable<TreeEntry> entries, IReadOnlyDictionary<LayerPath, byte[]> contents, long tarSize)
    {
        TreeEntry[] sorted = [.. entries];
        Array.Sort(sorted, static (left, right) => left.Path.CompareTo(right.Path));
        Dictionary<LayerPath, uint> firstNames = PositionsOfFirstNames(sorted);
        var records = new IndexRecord[sorted.Length];
        using var heap = new MemoryStream();
        for (int position = 0; position < sorted.Length; position++)
        {
            if (position > 0 && sorted[position - 1].Path == sorted[position].Path)
            {
                throw new ArgumentException($"Two entries have the path '{sorted[position].Path}'.", nameof(entries));
            }

            records[position] = Record(sorted[position], heap, firstNames, contents);
        }

        return Assemble(records, heap, tarSize);
    }

    private static Dictionary<LayerPath, uint> PositionsOfFirstNames(TreeEntry[] sorted)
    {
        var result = new Dictionary<LayerPath, uint>();
        for (int position = 0; position < sorted.Length; position++)
        {
            if (sorted[position].HardLink == sorted[position].Path)
            {
                result[sorted[position].Path] = (uint)position + 1;
            }
        }

        return result;
    }

    private static IndexRecord Record(
        TreeEntry entry, MemoryStream heap, Dictionary<LayerPath, uint> firstNames, IReadOnlyDictionary<LayerPath, byte[]> contents)
    {
        var record = new IndexRecord
        {
            Kind = (byte)entry.Kind,
            Flags = (byte)((entry.IsOpaque ? IndexRecord.Opaque : 0) | (entry.IsImplied ? IndexRecord.Implied : 0)),
            Mode = (ushort)entry.Mode,
            Uid = entry.Uid,
            Gid = entry.Gid,
            Size = entry.Size,
            ModificationTime = entry.ModificationTime,
            DeviceMajor = entry.DeviceMajor,
            DeviceMinor = entry.DeviceMinor,
            HardLink = entry.HardLink is { } first ? firstNames[first] : 0,
            PathLength = (uint)entry.Path.Span.Length,
            PathOffset = Append(heap, entry.Path.Span),
            LinkLength = (uint)entry.LinkTarget.Length,
            LinkOffset = Append(heap, entry.LinkTarget.Span),
            AttributeCount = (uint)entry.Attributes.Length,
            AttributeOffset = (uint)heap.Position,
        };
        foreach (ExtendedAttribute attribute in entry.Attributes)
        {
            AppendFramed(heap, System.Text.Encoding.UTF8.GetBytes(attribute.Name));
            AppendFramed(heap, attribute.Value.Span);
        }

        if (!entry.Content.IsEmpty)
        {
            record.Flags |= IndexRecord.HasContentDigest;
            Convert.FromHexString(entry.Content.Hex, record.Content, out _, out _);
        }

        if (contents.TryGetValue(entry.Path, out byte[]? content))
        {
            record.ContentLength = (uint)content.Length + 1;
            record.ContentOffset = Append(heap, content);
        }

        return record;
    }

    private static uint Append(MemoryStream heap, ReadOnlySpan<byte> bytes)
    {
        uint offset = (uint)heap.Position;
        heap.Write(bytes);
        return offset;
    }

    private static void AppendFramed(MemoryStream heap, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)bytes.Length);
        heap.Write(length);
        heap.Write(bytes);
    }

    private static unsafe byte[] Assemble(IndexRecord[] records, MemoryStream heap, long tarSize)
    {
        ReadOnlySpan<byte> recordBytes = MemoryMarshal.AsBytes(records.AsSpan());
        var result = new byte[sizeof(IndexHeader) + recordBytes.Length + (int)heap.Length];
        recordBytes.CopyTo(result.AsSpan(sizeof(IndexHeader)));
        heap.GetBuffer().AsSpan(0, (int)heap.Length).CopyTo(result.AsSpan(sizeof(IndexHeader) + recordBytes.Length));
        var header = new IndexHeader
        {
            Magic = IndexHeader.ExpectedMagic,
            Version = IndexHeader.CurrentVersion,
            RecordSize = (uint)sizeof(IndexRecord),
            Count = records.Length,
            HeapLength = heap.Length,
            TarSize = tarSize,
        };
        MemoryMarshal.Write(result, in header);
        header.Checksum = IndexChecksum.Of(result.AsSpan(IndexHeader.ChecksumEnd));
        MemoryMarshal.Write(result, in header);
        return result;
    }
}
