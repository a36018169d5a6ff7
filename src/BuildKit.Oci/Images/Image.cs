using System.Collections.Immutable;
using BuildKit.Oci.Content;

namespace BuildKit.Oci.Images;

/// <summary>An image of one platform: its configuration and its layers, the lowest first.</summary>
public sealed record Image(Platform Platform, ImageConfig Config, ImmutableArray<Layer> Layers)
{
    /// <summary>An image without layers.</summary>
    public static Image Scratch(Platform platform) =>
        new(platform, new ImageConfig(platform, ContainerConfig.Empty, [], [], null, null), []);

    /// <summary>The image with one more step: its layer, where it gave one, on top, and its line of history.</summary>
    /// <exception cref="ArgumentException">The history's <see cref="HistoryEntry.EmptyLayer"/> contradicts the layer.</exception>
    public Image Append(Layer? layer, HistoryEntry history)
    {
        if (history.EmptyLayer != (layer is null))
        {
            throw new ArgumentException("A history entry is of an empty layer exactly when there is no layer.", nameof(history));
        }

        return this with
        {
            Config = Config with
            {
                DiffIds = layer is null ? Config.DiffIds : Config.DiffIds.Add(layer.DiffId),
                History = Config.History.Add(history),
            },
            Layers = layer is null ? Layers : Layers.Add(layer),
        };
    }

    /// <summary>Reads the image that a single-platform manifest names.</summary>
    /// <exception cref="BuildKitException">A document is missing or wrong, or the layers are not as many as the configuration's diff_ids (BK5050).</exception>
    public static async Task<Image> LoadAsync(IContentStore store, Descriptor manifest, CancellationToken ct)
    {
        ManifestDocument document = await store.ReadManifestAsync(manifest, ct).ConfigureAwait(false);
        ImageManifest single = document.Manifest ?? throw new BuildKitException(
            OciErrorCodes.DocumentInvalid, $"{manifest.Digest} is an index of several images where one image was expected.", "Choose a platform.");
        ImageConfig config = await store.ReadConfigAsync(single.Config, ct).ConfigureAwait(false);
        if (config.DiffIds.Length != single.Layers.Length)
        {
            throw new BuildKitException(
                OciErrorCodes.ImageInconsistent,
                $"{manifest.Digest} has {single.Layers.Length} layers, but its configuration names {config.DiffIds.Length}.",
                "Whoever made the image must make it again.");
        }

        return new Image(config.Platform, config, [.. config.DiffIds.Zip(single.Layers, (diffId, blob) => new Layer(diffId, blob))]);
    }

    /// <summary>Stores configuration and manifest, in OCI form, and returns the manifest's descriptor with its platform. The layers' blobs are not touched.</summary>
    public async Task<Descriptor> SaveAsync(IContentStore store, ImmutableSortedDictionary<string, string>? annotations, CancellationToken ct)
    {
        Descriptor config = await store.WriteBytesAsync(MediaTypes.OciConfig, ImageConfigJson.Write(Config), ct).ConfigureAwait(false);
        ImageManifest manifest = new(MediaTypes.OciManifest, config, [.. Layers.Select(l => l.Blob with { MediaType = MediaTypes.ToOciLayer(l.Blob.MediaType) })])
        {
            Annotations = annotations,
        };
        Descriptor stored = await store.WriteBytesAsync(MediaTypes.OciManifest, ImageManifestJson.Write(manifest), ct).ConfigureAwait(false);
        return stored with { Platform = Platform };
    }
}
