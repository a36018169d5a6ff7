using System.Globalization;

namespace BuildKit.Oci.Layers;

/// <summary>
/// How layers are compressed. The input is cut into blocks of a fixed size, each of which becomes a member (gzip) or frame (zstd) of its own; readers
/// of both formats join them.
/// </summary>
public abstract record LayerFormat
{
    private protected LayerFormat()
    {
    }

    /// <summary>gzip, which every client reads.</summary>
    public static LayerFormat Gzip { get; } = new GzipFormat();

    /// <summary>As people write it, <c>gzip</c> or <c>zstd:LEVEL</c>; two formats give the same bytes exactly where this is the same.</summary>
    public abstract string Name { get; }

    /// <summary>The media type of a layer (OCI image specification, "Image Layer Filesystem Changeset").</summary>
    public abstract string MediaType { get; }

    /// <summary>How many bytes of the input make a block.</summary>
    internal abstract int BlockSize { get; }

    /// <summary>zstd at a level, 1 to 22: smaller and much faster to unpack than gzip, and unknown to Docker before 23.</summary>
    public static LayerFormat Zstd(int level) => new ZstdFormat(level);

    /// <summary>Reads <c>gzip</c>, <c>zstd</c> (level 3) or <c>zstd:LEVEL</c>; null where it is none of them.</summary>
    public static LayerFormat? Parse(string text) => text switch
    {
        "gzip" => Gzip,
        "zstd" => Zstd(ZstdFormat.DefaultLevel),
        _ => text.StartsWith("zstd:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan("zstd:".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int level)
            && level is >= ZstdFormat.MinLevel and <= ZstdFormat.MaxLevel
                ? Zstd(level)
                : null,
    };

    /// <summary>A block as a member or frame of its own.</summary>
    internal abstract ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> block);
}
