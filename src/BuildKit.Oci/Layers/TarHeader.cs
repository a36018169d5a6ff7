namespace BuildKit.Oci.Layers;

/// <summary>One header block with its checksum verified and its numbers read; names are bytes as they stand.</summary>
internal sealed record TarHeader
{
    /// <summary>Offset in the block of old GNU sparse entries' first four segments.</summary>
    public const int GnuSparseOffset = 386;

    private TarHeader(byte[] block) => Block = block;

    public byte[] Block { get; }

    public byte Type => Block[TarFormat.TypeOffset];

    public bool IsGnu => Block.AsSpan(TarFormat.Magic).SequenceEqual(TarFormat.GnuMagic);

    public long Mode { get; private init; }

    public long Uid { get; private init; }

    public long Gid { get; private init; }

    public long Size { get; private init; }

    public long ModificationTime { get; private init; }

    public long DeviceMajor { get; private init; }

    public long DeviceMinor { get; private init; }

    public ReadOnlySpan<byte> LinkName => TarFormat.Terminated(Block.AsSpan(TarFormat.LinkName));

    /// <summary>Prefix and name joined.</summary>
    public byte[] FullName
    {
        get
        {
            ReadOnlySpan<byte> name = TarFormat.Terminated(Block.AsSpan(TarFormat.Name));
            if (!IsPosix)
            {
                return name.ToArray();
            }

            // Joerg Schilling's star keeps two times behind a shorter prefix and says so at the end of the block.
            int length = Block.AsSpan(508).SequenceEqual("tar\0"u8) ? 131 : TarFormat.PrefixLength;
            ReadOnlySpan<byte> prefix = TarFormat.Terminated(Block.AsSpan(TarFormat.Prefix)[..length]);
            return prefix.IsEmpty ? name.ToArray() : [.. prefix, (byte)'/', .. name];
        }
    }

    private bool IsPosix => Block.AsSpan(TarFormat.Magic)[..6].SequenceEqual(TarFormat.PosixMagic[..6]);

    /// <summary>Reads a block that is not all zero; the block must not change afterwards.</summary>
    /// <param name="where">Place and offset, for messages.</param>
    public static TarHeader Read(byte[] block, string where)
    {
        (int unsigned, int signed) = TarFormat.Checksum(block);
        if (!TarNumber.TryRead(block.AsSpan(TarFormat.ChecksumOffset, TarFormat.ChecksumLength), out long sum) || (sum != unsigned && sum != signed))
        {
            throw LayerErrors.Malformed(where, "a header's checksum is wrong");
        }

        bool hasDevice = block[TarFormat.TypeOffset] is (byte)'3' or (byte)'4';
        return new TarHeader(block)
        {
            Mode = Number(block, TarFormat.Mode, "mode", where),
            Uid = Number(block, TarFormat.Uid, "uid", where),
            Gid = Number(block, TarFormat.Gid, "gid", where),
            Size = Number(block, TarFormat.Size, "size", where),
            ModificationTime = Number(block, TarFormat.ModificationTime, "mtime", where),
            DeviceMajor = hasDevice ? Number(block, TarFormat.DeviceMajor, "devmajor", where) : 0,
            DeviceMinor = hasDevice ? Number(block, TarFormat.DeviceMinor, "devminor", where) : 0,
        };
    }

    private static long Number(byte[] block, Range field, string name, string where) =>
        TarNumber.TryRead(block.AsSpan(field), out long value) ? value : throw LayerErrors.Malformed(where, $"the number '{name}' of a header cannot be read");
}
