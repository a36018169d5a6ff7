namespace BuildKit.Oci.Layers;

/// <summary>What a reader accepts. The limits stop archives that are made to exhaust memory, disk or time.</summary>
public sealed record LayerReaderOptions
{
    /// <summary>For layers of images.</summary>
    public static LayerReaderOptions Layer { get; } = new();

    /// <summary>For archives of other origin: <c>.wh.</c> names mean nothing special.</summary>
    public static LayerReaderOptions Archive { get; } = new() { ReadWhiteouts = false };

    /// <summary>Whether <c>.wh.</c> names are whiteouts.</summary>
    public bool ReadWhiteouts { get; init; } = true;

    /// <summary>Bytes of a path or link target.</summary>
    public int MaxNameLength { get; init; } = 4096;

    /// <summary>Bytes of the PAX records of one entry, extended attributes included.</summary>
    public int MaxHeaderLength { get; init; } = 4 * 1024 * 1024;

    /// <summary>Entries of one archive.</summary>
    public long MaxEntries { get; init; } = 10_000_000;

    /// <summary>Bytes of all contents together, expanded where they are sparse.</summary>
    public long MaxTotalSize { get; init; } = 1L << 40;
}
