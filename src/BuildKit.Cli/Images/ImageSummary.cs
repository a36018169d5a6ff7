using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Images;

/// <summary>What an image is for and how large it is.</summary>
/// <param name="Platforms">Platforms in the order of the index; one for a single image.</param>
/// <param name="Size">The compressed layers of all platforms that are here, each blob once, in bytes.</param>
internal sealed record ImageSummary(ImmutableArray<string> Platforms, long Size)
{
    /// <summary>Reads what a manifest or index names.</summary>
    public static async Task<ImageSummary> ReadAsync(IContentStore store, Descriptor root, CancellationToken ct)
    {
        var platforms = ImmutableArray.CreateBuilder<string>();
        var layers = new Dictionary<Digest, long>();
        await AddAsync(store, root, platforms, layers, ct).ConfigureAwait(false);
        return new ImageSummary(platforms.ToImmutable(), layers.Values.Sum());
    }

    private static async Task AddAsync(
        IContentStore store, Descriptor descriptor, ImmutableArray<string>.Builder platforms, Dictionary<Digest, long> layers, CancellationToken ct)
    {
        // An index may name platforms that were never fetched.
        if (!await store.ExistsAsync(descriptor, ct).ConfigureAwait(false))
        {
            return;
        }

        ManifestDocument document = await store.ReadManifestAsync(descriptor, ct).ConfigureAwait(false);
        if (document.Index is { } index)
        {
            foreach (Descriptor manifest in index.Manifests)
            {
                await AddAsync(store, manifest, platforms, layers, ct).ConfigureAwait(false);
            }
        }
        else if (document.Manifest is { } manifest)
        {
            ImageConfig config = await store.ReadConfigAsync(manifest.Config, ct).ConfigureAwait(false);
            platforms.Add(config.Platform.ToString());
            foreach (Descriptor layer in manifest.Layers)
            {
                layers[layer.Digest] = layer.Size;
            }
        }
    }
}
