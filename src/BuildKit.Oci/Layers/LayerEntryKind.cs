namespace BuildKit.Oci.Layers;

/// <summary>What an entry of a layer is (OCI image-spec, layer.md, "File Types" and "Whiteouts").</summary>
public enum LayerEntryKind
{
    /// <summary>A regular file with <see cref="LayerEntry.Size"/> bytes of content.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link to <see cref="LayerEntry.SymbolicLinkTarget"/>, which is data and may lead anywhere.</summary>
    SymbolicLink,

    /// <summary>A further name of the file at <see cref="LayerEntry.HardLinkTarget"/>.</summary>
    HardLink,

    /// <summary>A character device.</summary>
    CharacterDevice,

    /// <summary>A block device.</summary>
    BlockDevice,

    /// <summary>A named pipe.</summary>
    Fifo,

    /// <summary>What the layers below have at the path is gone; a file <c>.wh.NAME</c> in the archive.</summary>
    Whiteout,

    /// <summary>What the layers below have in the directory at the path is gone; a file <c>.wh..wh..opq</c> in the archive.</summary>
    OpaqueDirectory,
}
