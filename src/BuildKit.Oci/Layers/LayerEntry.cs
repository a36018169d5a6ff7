using System.Collections.Immutable;

namespace BuildKit.Oci.Layers;

/// <summary>One entry of a layer, without its content. Never compare two by record equality where a digest depends on it.</summary>
public sealed record LayerEntry
{
    /// <summary>The time that files made by this program carry: 1980-01-01T00:00:00Z in seconds since 1970.</summary>
    public const long FixedTime = 315532800;

    /// <summary>What it is.</summary>
    public required LayerEntryKind Kind { get; init; }

    /// <summary>Its place. For a whiteout, the path that is gone; for an opaque marker, the directory.</summary>
    public required LayerPath Path { get; init; }

    /// <summary>Permission bits with set-id and sticky bits, 0 to 07777 (octal). Without meaning for links and whiteouts.</summary>
    public int Mode { get; init; }

    /// <summary>Owner; 4294967295 is no owner and never occurs.</summary>
    public uint Uid { get; init; }

    /// <summary>Group; 4294967295 is no group and never occurs.</summary>
    public uint Gid { get; init; }

    /// <summary>Bytes of content of a <see cref="LayerEntryKind.File"/>, expanded where it was stored sparse; else 0.</summary>
    public long Size { get; init; }

    /// <summary>Whole seconds since 1970, negative before; fractions are dropped towards the past.</summary>
    public long ModificationTime { get; init; } = FixedTime;

    /// <summary>The target of a symbolic link, as it stands: data that is never followed here. Empty for other kinds.</summary>
    public ByteString SymbolicLinkTarget { get; init; }

    /// <summary>The file that a hard link is another name of. The root for other kinds.</summary>
    public LayerPath HardLinkTarget { get; init; }

    /// <summary>Major number of a device; else 0.</summary>
    public uint DeviceMajor { get; init; }

    /// <summary>Minor number of a device; else 0.</summary>
    public uint DeviceMinor { get; init; }

    /// <summary>In ordinal order of their names, each name once.</summary>
    public ImmutableArray<ExtendedAttribute> ExtendedAttributes { get; init; } = [];
}
