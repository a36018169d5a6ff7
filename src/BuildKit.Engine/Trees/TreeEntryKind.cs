namespace BuildKit.Engine.Trees;

/// <summary>What a name in a tree is. The numbers are part of the index format.</summary>
public enum TreeEntryKind
{
    /// <summary>A regular file.</summary>
    File = 1,

    /// <summary>A folder.</summary>
    Directory = 2,

    /// <summary>A symbolic link.</summary>
    SymbolicLink = 3,

    /// <summary>A character device.</summary>
    CharacterDevice = 4,

    /// <summary>A block device.</summary>
    BlockDevice = 5,

    /// <summary>A named pipe.</summary>
    Fifo = 6,

    /// <summary>A socket; never part of a layer.</summary>
    Socket = 7,

    /// <summary>The mark in a layer that hides the name of the layers below (OCI image-spec, layer.md, "Whiteouts").</summary>
    Whiteout = 8,
}
