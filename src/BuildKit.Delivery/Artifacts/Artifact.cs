using System.Collections.Immutable;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Delivery.Artifacts;

/// <summary>
/// A document in a registry: an OCI manifest with an artifact type, an empty configuration and one layer (image-spec, manifest.md, "Guidelines for
/// Artifact Usage").
/// </summary>
/// <param name="Manifest">What the manifest is; digest and size follow from its bytes.</param>
/// <param name="ManifestBytes">The manifest.</param>
/// <param name="Layer">What the document is.</param>
/// <param name="Document">The document's bytes.</param>
internal sealed record Artifact(Descriptor Manifest, byte[] ManifestBytes, Descriptor Layer, byte[] Document)
{
    private static readonly byte[] Empty = "{}"u8.ToArray();

    private static readonly Descriptor EmptyConfig = new(MediaTypes.OciEmpty, Digest.Of(Empty), Empty.Length);

    /// <summary>Puts an artifact together. Its bytes depend on the arguments alone.</summary>
    public static Artifact Create(
        string artifactType, string mediaType, byte[] document, Descriptor? subject, ImmutableSortedDictionary<string, string>? annotations = null)
    {
        var layer = new Descriptor(mediaType, Digest.Of(document), document.Length);
        byte[] manifest = ImageManifestJson.Write(new ImageManifest(MediaTypes.OciManifest, EmptyConfig, [layer])
        {
            ArtifactType = artifactType,
            Subject = subject is null ? null : new Descriptor(subject.MediaType, subject.Digest, subject.Size),
            Annotations = annotations,
        });
        return new Artifact(new Descriptor(MediaTypes.OciManifest, Digest.Of(manifest), manifest.Length), manifest, layer, document);
    }

    /// <summary>Reads an artifact of a type.</summary>
    /// <exception cref="BuildKitException">It is not there, has other bytes, or is none of that type (<paramref name="wrong"/>).</exception>
    public static async Task<Artifact> ReadAsync(IImageRepository repository, Descriptor manifest, string artifactType, Func<string, BuildKitException> wrong, CancellationToken ct)
    {
        byte[] bytes = await repository.ReadBytesAsync(manifest, ct).ConfigureAwait(false);
        ImageManifest? read = ManifestDocument.Read(bytes, manifest.MediaType, $"{repository.DisplayName}@{manifest.Digest}").Manifest;
        if (read?.ArtifactType != artifactType || read.Layers is not [var layer])
        {
            throw wrong($"its artifact type is {read?.ArtifactType ?? "none"} with {read?.Layers.Length ?? 0} layers, where {artifactType} with one was expected");
        }

        byte[] document = await repository.ReadBytesAsync(layer, ct).ConfigureAwait(false);
        return new Artifact(new Descriptor(manifest.MediaType, manifest.Digest, manifest.Size), bytes, layer, document);
    }

    /// <summary>
    /// Writes the artifact: blobs before the manifest. The manifest is written even where it exists, so that a list of referrers that a killed process did
    /// not come to is brought in order.
    /// </summary>
    public async Task WriteAsync(IImageRepository repository, CancellationToken ct)
    {
        await repository.WriteBytesAsync(MediaTypes.OciEmpty, Empty, ct).ConfigureAwait(false);
        await repository.WriteBytesAsync(Layer.MediaType, Document, ct).ConfigureAwait(false);
        await repository.WriteBytesAsync(Manifest.MediaType, ManifestBytes, ct).ConfigureAwait(false);
    }
}
