using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>One name of a tree or of a layer, with all that an image keeps of it.</summary>
public sealed record TreeEntry
{
    /// <summary>Where it is, from the tree's root.</summary>
    public required LayerPath Path { get; init; }

    /// <summary>What it is.</summary>
    public required TreeEntryKind Kind { get; init; }

    /// <summary>Permission bits with set-uid, set-gid and sticky, 0 to octal 7777; 0 for a whiteout, octal 777 for a link.</summary>
    public int Mode { get; init; }

    /// <summary>Numeric owner as the image says it.</summary>
    public uint Uid { get; init; }

    /// <summary>Numeric group as the image says it.</summary>
    public uint Gid { get; init; }

    /// <summary>Bytes of a regular file; 0 for everything else.</summary>
    public long Size { get; init; }

    /// <summary>Whole seconds since 1970. Never part of a comparison or a digest of a tree.</summary>
    public long ModificationTime { get; init; } = LayerEntry.FixedTime;

    /// <summary>What a symbolic link points to, byte for byte; empty for everything else.</summary>
    public ByteString LinkTarget { get; init; }

    /// <summary>
    /// For a regular file that has further names in its layer: the first of them in path order, which may be this one. Null for a file of one name.
    /// </summary>
    public LayerPath? HardLink { get; init; }

    /// <summary>Major number of a device.</summary>
    public uint DeviceMajor { get; init; }

    /// <summary>Minor number of a device.</summary>
    public uint DeviceMinor { get; init; }

    /// <summary>SHA-256 of a regular file's content; the default value where it is not known or there is none.</summary>
    public Digest Content { get; init; }

    /// <summary>
    /// Extended attributes in ordinal order of their names, without overlayfs's own. <c>security.capability</c> is in the form that
    /// is valid without a user namespace (revision 2).
    /// </summary>
    public ImmutableArray<ExtendedAttribute> Attributes { get; init; } = [];

    /// <summary>A folder of a layer that hides everything the layers below have in it.</summary>
    public bool IsOpaque { get; init; }

    /// <summary>A folder that the layer did not name but needs for what is in it: where a lower layer has the folder, that one's mode and owner count.</summary>
    public bool IsImplied { get; init; }
}
