using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Oci.Images;

/// <summary>Checks an image whole, for tests and for <c>verify</c>.</summary>
public static class ImageValidation
{
    private const int MaxDepth = 8;

    /// <summary>
    /// Reads everything that the manifest or index needs and throws at the first contradiction: digests and sizes of all blobs, diff_ids against
    /// the decompressed layers, layers against history, every layer read to its end by the strict reader.
    /// </summary>
    /// <exception cref="BuildKitException">The first thing that is wrong.</exception>
    public static Task ValidateAsync(IContentStore store, Descriptor root, CancellationToken ct) => ValidateAsync(store, root, 0, ct);

    private static async Task ValidateAsync(IContentStore store, Descriptor root, int depth, CancellationToken ct)
    {
        ManifestDocument document = await store.ReadManifestAsync(root, ct).ConfigureAwait(false);
        if (document.Index is not null && depth == MaxDepth)
        {
            throw Inconsistent(root, $"it nests indexes more than {MaxDepth} deep");
        }

        foreach (Descriptor child in document.Index?.Manifests ?? [])
        {
            await ValidateAsync(store, child, depth + 1, ct).ConfigureAwait(false);
        }

        if (document.Manifest is { ArtifactType: null, Config.MediaType: MediaTypes.OciConfig or MediaTypes.DockerConfig } manifest)
        {
            await ValidateImageAsync(store, root, ct).ConfigureAwait(false);
        }
        else
        {
            foreach (Descriptor blob in document.Manifest is null ? [] : document.Children)
            {
                await DrainAsync(store, blob, ct).ConfigureAwait(false);
            }
        }
    }

    private static async Task ValidateImageAsync(IContentStore store, Descriptor root, CancellationToken ct)
    {
        Image image = await Image.LoadAsync(store, root, ct).ConfigureAwait(false);
        int said = image.Config.History.Count(h => !h.EmptyLayer);
        if (image.Config.History.Length > 0 && said != image.Layers.Length)
        {
            throw Inconsistent(root, $"its history tells of {said} layers, but it has {image.Layers.Length}");
        }

        if (root.Platform is { } platform && !PlatformSelector.RunsOn(image.Platform, platform))
        {
            throw Inconsistent(root, $"it is listed for {platform}, but its configuration says {image.Platform}");
        }

        foreach (Layer layer in image.Layers)
        {
            await ValidateLayerAsync(store, layer, ct).ConfigureAwait(false);
        }
    }

    private static async Task ValidateLayerAsync(IContentStore store, Layer layer, CancellationToken ct)
    {
        Stream blob = await store.OpenReadAsync(layer.Blob, ct).ConfigureAwait(false);
        VerifyingStream verified = new(blob, layer.Blob, "The repository");
        await using DigestingStream tar = new(LayerCompression.OpenDecompressed(verified, null), leaveOpen: false);
        LayerReader reader = new(tar, $"Layer {layer.Blob.Digest}", LayerReaderOptions.Layer);
        while (await reader.ReadAsync(ct).ConfigureAwait(false) is not null)
        {
            // Reading alone checks every header, and the digest covers the contents.
            ct.ThrowIfCancellationRequested();
        }

        if (tar.GetDigest() != layer.DiffId)
        {
            throw Inconsistent(layer.Blob, $"its uncompressed bytes are {tar.GetDigest()}, but the configuration says {layer.DiffId}");
        }
    }

    private static async Task DrainAsync(IContentStore store, Descriptor blob, CancellationToken ct)
    {
        Stream stream = await store.OpenReadAsync(blob, ct).ConfigureAwait(false);
        await using VerifyingStream verified = new(stream, blob, "The repository");
        await verified.CopyToAsync(Stream.Null, ct).ConfigureAwait(false);
    }

    private static BuildKitException Inconsistent(Descriptor descriptor, string what) =>
        new(OciErrorCodes.ImageInconsistent, $"{descriptor.Digest} contradicts itself: {what}.", "Whoever made the image must make it again.");
}
