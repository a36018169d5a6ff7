namespace BuildKit.Oci.Layers;

/// <summary>Turns an entry into header blocks: one ustar block, after a PAX header where ustar cannot say it. Pure and deterministic.</summary>
internal static class TarHeaderBlocks
{
    /// <summary>The name of every PAX header; a fixed one, since a counter or process id would reach the digest.</summary>
    private static ReadOnlySpan<byte> PaxName => "PaxHeader"u8;

    public static byte[] Of(LayerEntry entry)
    {
        byte[] name = EntryNames.ToArchive(entry);
        bool isWhiteout = entry.Kind is LayerEntryKind.Whiteout or LayerEntryKind.OpaqueDirectory;
        PaxBuilder pax = new();
        byte[] block = new byte[TarFormat.BlockSize];

        SetName(block, name, pax);
        TarNumber.WriteOctal(block.AsSpan(TarFormat.Mode), isWhiteout ? 0 : entry.Kind == LayerEntryKind.SymbolicLink ? 0x1ff : entry.Mode);
        SetNumber(block, TarFormat.Uid, isWhiteout ? 0 : entry.Uid, "uid", pax);
        SetNumber(block, TarFormat.Gid, isWhiteout ? 0 : entry.Gid, "gid", pax);
        SetNumber(block, TarFormat.Size, entry.Size, "size", pax);
        SetNumber(block, TarFormat.ModificationTime, isWhiteout ? LayerEntry.FixedTime : entry.ModificationTime, "mtime", pax);
        SetLink(block, entry, pax);
        TarNumber.WriteOctal(block.AsSpan(TarFormat.DeviceMajor), entry.DeviceMajor);
        TarNumber.WriteOctal(block.AsSpan(TarFormat.DeviceMinor), entry.DeviceMinor);
        foreach (ExtendedAttribute attribute in entry.ExtendedAttributes)
        {
            pax.Add(TarFormat.ExtendedAttributeKey + attribute.Name, attribute.Value.Memory);
        }

        Seal(block, TypeOf(entry.Kind));
        return pax.IsEmpty ? block : [.. PaxHeader(pax.Build()), .. block];
    }

    private static byte TypeOf(LayerEntryKind kind) => kind switch
    {
        LayerEntryKind.HardLink => (byte)'1',
        LayerEntryKind.SymbolicLink => (byte)'2',
        LayerEntryKind.CharacterDevice => (byte)'3',
        LayerEntryKind.BlockDevice => (byte)'4',
        LayerEntryKind.Directory => (byte)'5',
        LayerEntryKind.Fifo => (byte)'6',
        _ => (byte)'0',
    };

    private static void SetName(byte[] block, byte[] name, PaxBuilder pax)
    {
        if (name.Length <= TarFormat.NameLength)
        {
            name.CopyTo(block.AsSpan(TarFormat.Name));
            return;
        }

        // The last slash that leaves the prefix short enough; a directory's own closing slash parts nothing.
        int split = name.AsSpan(0, Math.Min(name.Length - 1, TarFormat.PrefixLength + 1)).LastIndexOf((byte)'/');
        if (split > 0 && name.Length - split - 1 <= TarFormat.NameLength)
        {
            name.AsSpan(0, split).CopyTo(block.AsSpan(TarFormat.Prefix));
            name.AsSpan(split + 1).CopyTo(block.AsSpan(TarFormat.Name));
            return;
        }

        pax.Add("path", name);
        name.AsSpan(0, TarFormat.NameLength).CopyTo(block.AsSpan(TarFormat.Name));
    }

    private static void SetLink(byte[] block, LayerEntry entry, PaxBuilder pax)
    {
        ReadOnlyMemory<byte> target = entry.Kind == LayerEntryKind.HardLink ? entry.HardLinkTarget.Bytes.Memory : entry.SymbolicLinkTarget.Memory;
        if (target.Length > TarFormat.NameLength)
        {
            pax.Add("linkpath", target);
        }

        target.Span[..Math.Min(target.Length, TarFormat.NameLength)].CopyTo(block.AsSpan(TarFormat.LinkName));
    }

    private static void SetNumber(byte[] block, Range range, long value, string key, PaxBuilder pax)
    {
        Span<byte> field = block.AsSpan(range);
        bool fits = TarNumber.FitsOctal(value, field.Length);
        TarNumber.WriteOctal(field, fits ? value : 0);
        if (!fits)
        {
            pax.Add(key, value);
        }
    }

    private static byte[] PaxHeader(byte[] content)
    {
        byte[] blocks = new byte[TarFormat.BlockSize + content.Length + TarFormat.PaddingOf(content.Length)];
        Span<byte> header = blocks.AsSpan(0, TarFormat.BlockSize);
        PaxName.CopyTo(header);
        TarNumber.WriteOctal(header[TarFormat.Mode], 0x1a4);
        TarNumber.WriteOctal(header[TarFormat.Uid], 0);
        TarNumber.WriteOctal(header[TarFormat.Gid], 0);
        TarNumber.WriteOctal(header[TarFormat.Size], content.Length);
        TarNumber.WriteOctal(header[TarFormat.ModificationTime], LayerEntry.FixedTime);
        TarNumber.WriteOctal(header[TarFormat.DeviceMajor], 0);
        TarNumber.WriteOctal(header[TarFormat.DeviceMinor], 0);
        Seal(header, (byte)'x');
        content.CopyTo(blocks.AsSpan(TarFormat.BlockSize));
        return blocks;
    }

    private static void Seal(Span<byte> block, byte type)
    {
        block[TarFormat.TypeOffset] = type;
        TarFormat.PosixMagic.CopyTo(block[TarFormat.Magic]);

        // Six digits, a NUL and a space is how every tar writes the sum.
        Span<byte> sum = block.Slice(TarFormat.ChecksumOffset, TarFormat.ChecksumLength);
        TarNumber.WriteOctal(sum[..7], TarFormat.Checksum(block).Unsigned);
        sum[7] = (byte)' ';
    }
}
