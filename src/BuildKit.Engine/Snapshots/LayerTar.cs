using BuildKit.Engine.Trees;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Snapshots;

/// <summary>Entries of a tree and entries of an archive, one from the other.</summary>
internal static class LayerTar
{
    /// <summary>The tree's entry for one of an archive; not for hard links and opaque marks, which say something of another entry.</summary>
    public static TreeEntry FromEntry(LayerEntry entry) => new()
    {
        Path = entry.Path,
        Kind = entry.Kind switch
        {
            LayerEntryKind.File => TreeEntryKind.File,
            LayerEntryKind.Directory => TreeEntryKind.Directory,
            LayerEntryKind.SymbolicLink => TreeEntryKind.SymbolicLink,
            LayerEntryKind.CharacterDevice => TreeEntryKind.CharacterDevice,
            LayerEntryKind.BlockDevice => TreeEntryKind.BlockDevice,
            LayerEntryKind.Fifo => TreeEntryKind.Fifo,
            LayerEntryKind.Whiteout => TreeEntryKind.Whiteout,
            _ => throw new ArgumentException($"An entry of kind {entry.Kind} stands for no name of its own.", nameof(entry)),
        },
        Mode = entry.Kind switch
        {
            LayerEntryKind.SymbolicLink => 0x1FF,
            LayerEntryKind.Whiteout => 0,
            _ => entry.Mode,
        },
        Uid = entry.Uid,
        Gid = entry.Gid,
        Size = entry.Size,
        ModificationTime = entry.ModificationTime,
        LinkTarget = entry.SymbolicLinkTarget,
        DeviceMajor = entry.DeviceMajor,
        DeviceMinor = entry.DeviceMinor,
        Attributes = [.. entry.ExtendedAttributes.Where(attribute => !OverlayAttributes.IsPrivate(attribute.Name))],
    };

    /// <summary>The archive's entry; a further name of a file becomes a hard link.</summary>
    public static LayerEntry ToEntry(TreeEntry entry)
    {
        bool isFurtherName = entry.HardLink is { } first && first != entry.Path;
        return new LayerEntry
        {
            Path = entry.Path,
            Kind = isFurtherName ? LayerEntryKind.HardLink : KindOf(entry),
            Mode = entry.Kind == TreeEntryKind.Whiteout ? 0 : entry.Mode,
            Uid = entry.Uid,
            Gid = entry.Gid,
            Size = isFurtherName ? 0 : entry.Size,
            ModificationTime = entry.ModificationTime,
            SymbolicLinkTarget = entry.LinkTarget,
            HardLinkTarget = isFurtherName ? entry.HardLink.GetValueOrDefault() : LayerPath.Root,
            DeviceMajor = entry.DeviceMajor,
            DeviceMinor = entry.DeviceMinor,
            ExtendedAttributes = isFurtherName ? [] : entry.Attributes,
        };
    }

    private static LayerEntryKind KindOf(TreeEntry entry) => entry.Kind switch
    {
        TreeEntryKind.File => LayerEntryKind.File,
        TreeEntryKind.Directory => LayerEntryKind.Directory,
        TreeEntryKind.SymbolicLink => LayerEntryKind.SymbolicLink,
        TreeEntryKind.CharacterDevice => LayerEntryKind.CharacterDevice,
        TreeEntryKind.BlockDevice => LayerEntryKind.BlockDevice,
        TreeEntryKind.Fifo => LayerEntryKind.Fifo,
        TreeEntryKind.Whiteout => LayerEntryKind.Whiteout,
        _ => throw new ArgumentException($"A layer cannot hold '{entry.Path}', a {entry.Kind}.", nameof(entry)),
    };
}
