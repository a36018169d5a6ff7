using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>
/// The entries of one layer in byte order of their paths, searched in the bytes of the index file without unpacking them: opening
/// one costs a read and a checksum. Every folder on the way to an entry is an entry too. Safe for concurrent use.
/// </summary>
public sealed unsafe class LayerIndex
{
    private readonly byte[] bytes;
    private readonly int heapStart;

    private LayerIndex(byte[] bytes, int count, long tarSize)
    {
        this.bytes = bytes;
        Count = count;
        TarSize = tarSize;
        heapStart = sizeof(IndexHeader) + (count * sizeof(IndexRecord));
    }

    /// <summary>The index of a layer without entries.</summary>
    public static LayerIndex Empty { get; } = Create([]);

    /// <summary>Number of entries.</summary>
    public int Count { get; }

    /// <summary>Bytes of the layer's uncompressed tar, for a layer that was made here; 0 for one that was unpacked.</summary>
    public long TarSize { get; }

    /// <summary>Bytes of the layer's files, those with several names once.</summary>
    internal long FileBytes
    {
        get
        {
            long bytes = 0;
            foreach (ref readonly IndexRecord record in Records)
            {
                bytes += record.HardLink == 0 ? record.Size : 0;
            }

            return bytes;
        }
    }

    private ReadOnlySpan<IndexRecord> Records =>
        MemoryMarshal.Cast<byte, IndexRecord>(bytes.AsSpan(sizeof(IndexHeader), Count * sizeof(IndexRecord)));

    /// <summary>Opens and checks an index file.</summary>
    /// <exception cref="BuildKitException">The file cannot be read, is damaged, or of another version.</exception>
    public static LayerIndex Open(string path)
    {
        try
        {
            return Read(File.ReadAllBytes(path), path);
        }
        catch (IOException failure)
        {
            throw Damaged(path, failure.Message, failure);
        }
    }

    /// <summary>Builds an index in memory, from any order of the entries; two entries with one path are a defect.</summary>
    public static LayerIndex Create(IEnumerable<TreeEntry> entries) =>
        Read(IndexWriter.Write(entries, ImmutableDictionary<LayerPath, byte[]>.Empty, 0), "memory");

    /// <summary>The entry at a position, 0 to <see cref="Count"/> - 1.</summary>
    public TreeEntry this[int position] => Decode(Records[position]);

    /// <summary>The entry of a path, whiteouts included; null where the layer has none.</summary>
    public TreeEntry? Find(LayerPath path) => PositionOf(path) is int position and >= 0 ? this[position] : null;

    /// <summary>The entries at and below a path, in byte order.</summary>
    internal IEnumerable<TreeEntry> Below(LayerPath folder)
    {
        int start = PositionOf(folder);
        for (int position = start < 0 ? ~start : start; position < Count && PathAt(position).IsAtOrBelow(folder); position++)
        {
            yield return this[position];
        }
    }

    /// <summary>The folders that the layer needs and does not name; the root is never among them.</summary>
    internal IEnumerable<LayerPath> ImpliedFolders() =>
        Enumerable.Range(0, Count).Where(IsImpliedAt).Select(PathAt).Where(path => !path.IsRoot);

    /// <summary>The content of a small file that is kept in the index itself: of those named <c>passwd</c> and <c>group</c>.</summary>
    public bool TryGetContent(LayerPath path, [NotNullWhen(true)] out byte[]? content)
    {
        int position = PositionOf(path);
        IndexRecord record = position < 0 ? default : Records[position];
        content = record.ContentLength == 0 ? null : Heap(record.ContentOffset, record.ContentLength - 1).ToArray();
        return content is not null;
    }

    /// <summary>The position of a path, or the complement of the position where it would stand.</summary>
    internal int PositionOf(LayerPath path) => PositionOf(path.Span);

    /// <summary>The first position whose path is not before the bytes, found or complemented.</summary>
    internal int PositionOf(ReadOnlySpan<byte> path)
    {
        ReadOnlySpan<IndexRecord> records = Records;
        int low = 0;
        int high = records.Length - 1;
        while (low <= high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            int order = PathSpan(records[middle]).SequenceCompareTo(path);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    internal LayerPath PathAt(int position)
    {
        IndexRecord record = Records[position];
        return LayerPath.FromTrusted(bytes.AsMemory(heapStart + (int)record.PathOffset, (int)record.PathLength));
    }

    internal TreeEntryKind KindAt(int position) => (TreeEntryKind)Records[position].Kind;

    internal bool IsOpaqueAt(int position) => (Records[position].Flags & IndexRecord.Opaque) != 0;

    internal bool IsImpliedAt(int position) => (Records[position].Flags & IndexRecord.Implied) != 0;

    /// <summary>Takes the bytes of an index file.</summary>
    internal static LayerIndex Read(byte[] bytes, string where)
    {
        if (bytes.Length < sizeof(IndexHeader))
        {
            throw Damaged(where, "it is too short");
        }

        IndexHeader header = MemoryMarshal.Read<IndexHeader>(bytes);
        if (header.Magic != IndexHeader.ExpectedMagic || header.Version != IndexHeader.CurrentVersion || header.RecordSize != sizeof(IndexRecord))
        {
            throw Damaged(where, "it is of another version");
        }

        long recordBytes = bytes.Length - sizeof(IndexHeader) - header.HeapLength;
        if (header.HeapLength < 0 || header.Count < 0 || recordBytes < 0 || recordBytes / sizeof(IndexRecord) != header.Count || recordBytes % sizeof(IndexRecord) != 0)
        {
            throw Damaged(where, "its length is wrong");
        }

        return header.Checksum == IndexChecksum.Of(bytes.AsSpan(IndexHeader.ChecksumEnd))
            ? new LayerIndex(bytes, (int)header.Count, header.TarSize)
            : throw Damaged(where, "its checksum is wrong");
    }

    private static BuildKitException Damaged(string where, string reason, Exception? cause = null) =>
        new(ExecutionErrorCodes.LayerIndexDamaged, $"The layer index '{where}' cannot be used: {reason}.", "Remove the folder that it is in; the layer is made again when it is needed.", cause);

    private ReadOnlySpan<byte> PathSpan(in IndexRecord record) => Heap(record.PathOffset, record.PathLength);

    private ReadOnlySpan<byte> Heap(uint offset, uint length) => bytes.AsSpan(heapStart + (int)offset, (int)length);

    private TreeEntry Decode(in IndexRecord record) => new()
    {
        Path = LayerPath.FromTrusted(bytes.AsMemory(heapStart + (int)record.PathOffset, (int)record.PathLength)),
        Kind = (TreeEntryKind)record.Kind,
        Mode = record.Mode,
        Uid = record.Uid,
        Gid = record.Gid,
        Size = record.Size,
        ModificationTime = record.ModificationTime,
        LinkTarget = new ByteString(bytes.AsMemory(heapStart + (int)record.LinkOffset, (int)record.LinkLength)),
        HardLink = record.HardLink == 0 ? null : PathAt((int)record.HardLink - 1),
        DeviceMajor = record.DeviceMajor,
        DeviceMinor = record.DeviceMinor,
        Content = (record.Flags & IndexRecord.HasContentDigest) == 0 ? default : Digest.FromSha256(record.Content),
        Attributes = DecodeAttributes(record),
        IsOpaque = (record.Flags & IndexRecord.Opaque) != 0,
        IsImplied = (record.Flags & IndexRecord.Implied) != 0,
    };

    private ImmutableArray<ExtendedAttribute> DecodeAttributes(in IndexRecord record)
    {
        if (record.AttributeCount == 0)
        {
            return [];
        }

        var result = ImmutableArray.CreateBuilder<ExtendedAttribute>((int)record.AttributeCount);
        int position = heapStart + (int)record.AttributeOffset;
        for (uint count = 0; count < record.AttributeCount; count++)
        {
            string name = Encoding.UTF8.GetString(Framed(ref position).Span);
            result.Add(new ExtendedAttribute(name, new ByteString(Framed(ref position))));
        }

        return result.MoveToImmutable();
    }

    private ReadOnlyMemory<byte> Framed(ref int position)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(position));
        ReadOnlyMemory<byte> result = bytes.AsMemory(position + sizeof(int), length);
        position += sizeof(int) + length;
        return result;
    }
}
