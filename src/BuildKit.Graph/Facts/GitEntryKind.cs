namespace BuildKit.Graph.Facts;

/// <summary>What Git keeps of a name.</summary>
public enum GitEntryKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A file that may be executed.</summary>
    Executable,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A commit of another repository.</summary>
    Submodule,
}
