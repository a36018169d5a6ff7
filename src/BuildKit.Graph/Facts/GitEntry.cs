using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Graph.Facts;

/// <summary>One name of a commit.</summary>
/// <param name="Path">From the folder that was asked for.</param>
/// <param name="Kind">What it is.</param>
public sealed record GitEntry(LayerPath Path, GitEntryKind Kind)
{
    /// <summary>The name of the new file with a file's bytes; empty for everything else.</summary>
    public string File { get; init; } = "";

    /// <summary>Bytes of a file.</summary>
    public long Size { get; init; }

    /// <summary>SHA-256 of a file.</summary>
    public Digest Content { get; init; }

    /// <summary>What a link points to, byte for byte.</summary>
    public ByteString LinkTarget { get; init; }
}
