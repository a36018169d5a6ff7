using System.Collections.Immutable;

namespace BuildKit.Oci.Images;

/// <summary>An image manifest (OCI image-spec, manifest.md), or Docker's schema 2 manifest read as one.</summary>
/// <param name="MediaType">As written in the document, or as the repository said where the document is silent.</param>
/// <param name="Config">The configuration.</param>
/// <param name="Layers">The layers, the lowest first.</param>
public sealed record ImageManifest(string MediaType, Descriptor Config, ImmutableArray<Descriptor> Layers)
{
    /// <summary>The type of an artifact; null for an image.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The manifest that this one refers to; null for most.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Written in ordinal order of their keys; null where there are none.</summary>
    public ImmutableSortedDictionary<string, string>? Annotations { get; init; }
}
