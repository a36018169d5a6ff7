namespace BuildKit.Oci.Copying;

/// <summary>What happened to one blob or manifest of a copy.</summary>
public enum CopyState
{
    /// <summary>A manifest named it; the total grew.</summary>
    Found,

    /// <summary>The destination had it.</summary>
    Existed,

    /// <summary>The destination took it from another repository without a transfer.</summary>
    Taken,

    /// <summary>Some of its bytes were moved.</summary>
    Moving,

    /// <summary>All of its bytes were moved.</summary>
    Moved,
}
