using System.Collections.Immutable;
using BuildKit.Oci.Content;

namespace BuildKit.Oci.Images;

/// <summary>Names content by type, digest and size in bytes (OCI image-spec, descriptor.md).</summary>
public sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>Only on the entries of an index.</summary>
    public Platform? Platform { get; init; }

    /// <summary>The type of an artifact where the descriptor names one.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Written in ordinal order of their keys; null where there are none.</summary>
    public ImmutableSortedDictionary<string, string>? Annotations { get; init; }

    /// <summary>Download locations for content that the repository may not hold.</summary>
    public ImmutableArray<string>? Urls { get; init; }
}
