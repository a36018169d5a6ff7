using System.Collections.Immutable;
using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Snapshots;

/// <summary>A name that overlayfs, or a step through it, left in an upper directory.</summary>
/// <param name="Attributes">Those of an image.</param>
/// <param name="Hidden">Names of overlayfs's own attributes.</param>
/// <param name="Children">In byte order of the names.</param>
internal sealed record UpperNode(
    LayerPath Path, FileStatus Status, ByteString LinkTarget, ImmutableArray<ExtendedAttribute> Attributes, IReadOnlyList<string> Hidden, IReadOnlyList<UpperNode> Children)
{
    public bool IsFolder => Status.Kind == TreeEntryKind.Directory;

    public bool IsWhiteout => Status is { Kind: TreeEntryKind.CharacterDevice, DeviceMajor: 0, DeviceMinor: 0 };

    public bool IsOpaque => Hidden.Contains(OverlayAttributes.Opaque);

    /// <summary>
    /// The entry of a layer, without content digest. Its time is clamped down to the fixed one; a folder has the fixed one itself, since a folder's
    /// time tells how a step came to its result, and not what the result is.
    /// </summary>
    public TreeEntry ToEntry() => new()
    {
        Path = Path,
        Kind = Status.Kind,
        Mode = Status.Kind == TreeEntryKind.SymbolicLink ? 0x1FF : Status.Mode,
        Uid = Status.Uid,
        Gid = Status.Gid,
        Size = Status.Kind == TreeEntryKind.File ? Status.Size : 0,
        ModificationTime = IsFolder ? LayerEntry.FixedTime : Math.Min(Status.ModifySeconds, LayerEntry.FixedTime),
        LinkTarget = LinkTarget,
        DeviceMajor = Status.DeviceMajor,
        DeviceMinor = Status.DeviceMinor,
        Attributes = Attributes,
    };
}
