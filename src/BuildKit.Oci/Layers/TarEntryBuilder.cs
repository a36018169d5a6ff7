using System.Collections.Immutable;
using System.Text;

namespace BuildKit.Oci.Layers;

/// <summary>Makes an entry of a header and what stood before it, checking every number and name.</summary>
internal sealed class TarEntryBuilder(TarHeader header, PendingHeaders pending, LayerReaderOptions options, string where)
{
    private const long MaxOwner = uint.MaxValue - 1;

    /// <summary>Bytes that follow the header in the archive, without padding.</summary>
    public long StoredSize => KindOf(header.Type) == LayerEntryKind.File && !IsDirectoryName ? DeclaredSize : 0;

    private long DeclaredSize => Bounded(Decimal("size", header.Size), long.MaxValue - TarFormat.BlockSize, "size");

    /// <summary>Old archives say 'directory' with a slash at the end of a file's name.</summary>
    private bool IsDirectoryName => pending.NameOf(header).Span.EndsWith("/"u8) && DeclaredSize == 0;

    /// <summary>The entry; null for one that storage drivers of old left behind and every client passes over.</summary>
    /// <param name="size">The size of a file, expanded.</param>
    public LayerEntry? Build(long size)
    {
        ReadOnlyMemory<byte> name = pending.NameOf(header);
        CheckLength(name);
        LayerPath path = EntryNames.FromArchive(name.Span, where);
        LayerEntryKind kind = KindOf(header.Type) is LayerEntryKind.File && IsDirectoryName ? LayerEntryKind.Directory : KindOf(header.Type);
        if (kind is LayerEntryKind.File && name.Span.EndsWith("/"u8))
        {
            throw LayerErrors.Unsafe(where, name.Span, "is a directory's name on a file");
        }

        if (path.IsRoot && kind != LayerEntryKind.Directory)
        {
            throw LayerErrors.Unsafe(where, name.Span, "is the root, which only a directory can be");
        }

        if (options.ReadWhiteouts && EntryNames.HasWhiteoutPart(path))
        {
            return WhiteoutNames.Read(path, kind, size, where);
        }

        LayerEntry entry = new()
        {
            Kind = kind,
            Path = path,
            Mode = kind == LayerEntryKind.SymbolicLink ? 0x1ff : (int)(header.Mode & 0xfff),
            Uid = (uint)Bounded(Decimal("uid", header.Uid), MaxOwner, "uid"),
            Gid = (uint)Bounded(Decimal("gid", header.Gid), MaxOwner, "gid"),
            Size = kind == LayerEntryKind.File ? size : 0,
            ModificationTime = Time(),
            DeviceMajor = (uint)Bounded(header.DeviceMajor, uint.MaxValue, "devmajor"),
            DeviceMinor = (uint)Bounded(header.DeviceMinor, uint.MaxValue, "devminor"),
            ExtendedAttributes = Attributes(),
        };
        return kind switch
        {
            // One client takes it for a device, the overlay filesystem for a whiteout.
            LayerEntryKind.CharacterDevice when entry is { DeviceMajor: 0, DeviceMinor: 0 } =>
                throw LayerErrors.Unsupported(where, $"holds '{path}', a character device 0,0, which the overlay filesystem takes for a removed file"),
            LayerEntryKind.SymbolicLink => entry with { SymbolicLinkTarget = SymbolicLinkTarget() },
            LayerEntryKind.HardLink => entry with { HardLinkTarget = HardLinkTarget(path) },
            _ => entry,
        };
    }

    private LayerEntryKind KindOf(byte type) => type switch
    {
        0 or (byte)'0' or (byte)'7' or (byte)'S' => LayerEntryKind.File,
        (byte)'1' => LayerEntryKind.HardLink,
        (byte)'2' => LayerEntryKind.SymbolicLink,
        (byte)'3' => LayerEntryKind.CharacterDevice,
        (byte)'4' => LayerEntryKind.BlockDevice,
        (byte)'5' => LayerEntryKind.Directory,
        (byte)'6' => LayerEntryKind.Fifo,
        _ => throw LayerErrors.Unsupported(where, $"holds an entry of the unknown type '{PrintableBytes.Format([type])}'"),
    };

    private ByteString SymbolicLinkTarget()
    {
        ReadOnlyMemory<byte> target = pending.LinkOf(header);
        CheckLength(target);
        return target.IsEmpty || target.Span.Contains((byte)0)
            ? throw LayerErrors.Unsafe(where, target.Span, "is no target of a symbolic link")
            : new ByteString(target);
    }

    private LayerPath HardLinkTarget(LayerPath path)
    {
        ReadOnlyMemory<byte> target = pending.LinkOf(header);
        CheckLength(target);
        return EntryNames.HardLinkTarget(target.Span, path, where);
    }

    private ImmutableArray<ExtendedAttribute> Attributes()
    {
        List<ExtendedAttribute> attributes = [];
        foreach ((string key, ReadOnlyMemory<byte> value) in pending.Pax.Values)
        {
            if (!key.StartsWith(TarFormat.ExtendedAttributeKey, StringComparison.Ordinal))
            {
                continue;
            }

            string name = key[TarFormat.ExtendedAttributeKey.Length..];
            if (name.Length == 0 || name.Contains('\ufffd', StringComparison.Ordinal))
            {
                throw LayerErrors.Malformed(where, "an extended attribute has no readable name");
            }

            // In an image these could only be meant to deceive the overlay filesystem of whoever unpacks it.
            if (!EntryRules.IsOverlayAttribute(name))
            {
                attributes.Add(new ExtendedAttribute(name, new ByteString(value)));
            }
        }

        attributes.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return [.. attributes];
    }

    private long Time()
    {
        if (!pending.Pax.TryGet("mtime", out ReadOnlyMemory<byte> text))
        {
            return header.ModificationTime;
        }

        return TarNumber.TryReadTime(text.Span, out long seconds) ? seconds : throw LayerErrors.Malformed(where, "the time of an entry cannot be read");
    }

    private long Decimal(string key, long otherwise)
    {
        if (!pending.Pax.TryGet(key, out ReadOnlyMemory<byte> text))
        {
            return otherwise;
        }

        return TarNumber.TryReadDecimal(text.Span, out long value)
            ? value
            : throw LayerErrors.Malformed(where, $"the number '{key}' ({Encoding.UTF8.GetString(text.Span[..Math.Min(text.Length, 30)])}) of a PAX header cannot be read");
    }

    private long Bounded(long value, long max, string name) =>
        value >= 0 && value <= max ? value : throw LayerErrors.Malformed(where, $"the number '{name}' ({value}) is out of range");

    private void CheckLength(ReadOnlyMemory<byte> name)
    {
        if (name.Length > options.MaxNameLength)
        {
            throw LayerErrors.Limit(where, $"holds a name of {name.Length} bytes, more than {options.MaxNameLength}");
        }
    }
}
