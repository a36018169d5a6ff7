using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Bases;

/// <summary>Reads the few small documents that say what a base is, and keeps them in the local store.</summary>
internal sealed class BaseDocuments(IImageRepository store)
{
    /// <summary>A manifest and its configuration from the local store; null where either is not there.</summary>
    public async Task<PulledBase?> FindAsync(Digest manifest, CancellationToken ct)
    {
        if (await store.ResolveAsync(manifest.ToString(), ct) is not { } descriptor || !MediaTypes.IsManifest(descriptor.MediaType))
        {
            return null;
        }

        ManifestDocument document = await store.ReadManifestAsync(descriptor, ct);
        return document.Manifest is { } image && await store.ExistsAsync(image.Config, ct)
            ? new PulledBase(descriptor, image, await store.ReadConfigAsync(image.Config, ct))
            : null;
    }

    /// <summary>A manifest and its configuration from another repository, kept in the store from now on.</summary>
    public async Task<PulledBase> FetchAsync(IImageRepository from, Descriptor manifest, CancellationToken ct)
    {
        byte[] bytes = await from.ReadBytesAsync(manifest, ct);
        ImageManifest image = ImageManifestJson.Read(bytes, manifest.MediaType, $"{from.DisplayName}@{manifest.Digest}");
        byte[] config = await from.ReadBytesAsync(image.Config, ct);
        ImageConfig parsed = ImageConfigJson.Read(config, $"the configuration of {from.DisplayName}@{manifest.Digest}");
        await WriteAsync(image.Config, config, ct);
        await WriteAsync(manifest, bytes, ct);
        return new PulledBase(manifest, image, parsed);
    }

    /// <summary>The manifest for a platform that a name's descriptor means: itself, or one of an index.</summary>
    public static async Task<Descriptor> SelectAsync(IImageRepository from, Descriptor named, Platform platform, string where, CancellationToken ct) =>
        MediaTypes.IsIndex(named.MediaType) && await from.ReadManifestAsync(named, ct) is { Index: { } index }
            ? PlatformSelector.Select(index, platform, where)
            : named;

    /// <summary>The platform of an image that no index names one for is its configuration's, which must do.</summary>
    /// <exception cref="BuildKitException">It is another (BK5005).</exception>
    public static void CheckPlatform(PulledBase image, Platform platform, string where)
    {
        var only = new ImageIndex(MediaTypes.OciIndex, [image.Descriptor with { Platform = image.Config.Platform }]);
        PlatformSelector.Select(only, platform, where);
    }

    private async Task WriteAsync(Descriptor descriptor, byte[] bytes, CancellationToken ct)
    {
        using var content = new MemoryStream(bytes, writable: false);
        await store.WriteAsync(descriptor, content, ct);
    }
}
