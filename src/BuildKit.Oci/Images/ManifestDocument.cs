using System.Collections.Immutable;

namespace BuildKit.Oci.Images;

/// <summary>A manifest or an index, as read from a repository; exactly one of the two is there.</summary>
public sealed record ManifestDocument
{
    private ManifestDocument(ImageManifest? manifest, ImageIndex? index)
    {
        Manifest = manifest;
        Index = index;
    }

    /// <summary>The manifest, or null where the document is an index.</summary>
    public ImageManifest? Manifest { get; }

    /// <summary>The index, or null where the document is a manifest.</summary>
    public ImageIndex? Index { get; }

    /// <summary>The document's media type.</summary>
    public string MediaType => Manifest?.MediaType ?? Index?.MediaType ?? "";

    /// <summary>The manifest that this one refers to; null for most.</summary>
    public Descriptor? Subject => Manifest?.Subject ?? Index?.Subject;

    /// <summary>What the document needs, without its subject: configuration and layers in order, or manifests in order.</summary>
    public ImmutableArray<Descriptor> Children => Manifest is { } manifest ? [manifest.Config, .. manifest.Layers] : Index?.Manifests ?? [];

    /// <summary>Wraps a manifest.</summary>
    public static ManifestDocument Of(ImageManifest manifest) => new(manifest, null);

    /// <summary>Wraps an index.</summary>
    public static ManifestDocument Of(ImageIndex index) => new(null, index);

    /// <summary>The document as a list of referrers names it: with its artifact type, which is the configuration's where none is said, and its annotations.</summary>
    /// <param name="manifest">The document's own descriptor.</param>
    public Descriptor AsReferrer(Descriptor manifest) => new(MediaType, manifest.Digest, manifest.Size)
    {
        ArtifactType = Manifest is { } image ? image.ArtifactType ?? image.Config.MediaType : Index?.ArtifactType,
        Annotations = Manifest?.Annotations ?? Index?.Annotations,
    };

    /// <summary>Reads a document.</summary>
    /// <param name="json">UTF-8, at most 4 MiB.</param>
    /// <param name="mediaType">What the repository or the descriptor said it is; null where nothing did. The document's own <c>mediaType</c> must agree.</param>
    /// <param name="where">What messages call it.</param>
    /// <exception cref="BuildKitException">It is neither (BK5001 to BK5004).</exception>
    public static ManifestDocument Read(ReadOnlyMemory<byte> json, string? mediaType, string where)
    {
        JsonFields fields = JsonFields.Parse(json, where);
        string type = ManifestKind.Determine(fields, mediaType, where);
        return MediaTypes.IsIndex(type) ? Of(ImageIndexJson.Read(fields, type)) : Of(ImageManifestJson.Read(fields, type));
    }
}
