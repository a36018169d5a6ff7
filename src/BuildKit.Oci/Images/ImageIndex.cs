using System.Collections.Immutable;

namespace BuildKit.Oci.Images;

/// <summary>An image index (OCI image-spec, image-index.md), or Docker's manifest list read as one.</summary>
/// <param name="MediaType">As written in the document, or as the repository said where the document is silent.</param>
/// <param name="Manifests">The manifests, in the order of the document.</param>
public sealed record ImageIndex(string MediaType, ImmutableArray<Descriptor> Manifests)
{
    /// <summary>The type of an artifact; null for an image.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The manifest that this one refers to; null for most.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Written in ordinal order of their keys; null where there are none.</summary>
    public ImmutableSortedDictionary<string, string>? Annotations { get; init; }
}
