using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Copying;

/// <summary>What a copy does beyond moving a closure.</summary>
public sealed record CopyOptions
{
    /// <summary>The whole closure, four transfers side by side, no tag.</summary>
    public static CopyOptions Default { get; } = new();

    /// <summary>How many blobs are moved at a time, at least 1.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>Where the root is an index: copy only the manifest for this platform, which becomes the result's root. Null copies everything.</summary>
    public Platform? Platform { get; init; }

    /// <summary>Tags that are moved to the root after everything else is at the destination.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>
    /// Repositories near the destination that may hold some of the blobs already, such as those of the bases: asked before bytes are
    /// moved, in this order, after the source itself.
    /// </summary>
    public ImmutableArray<IImageRepository> Nearby { get; init; } = [];
}
