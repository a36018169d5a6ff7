using BuildKit.Engine.Checkouts;
using BuildKit.Engine.Downloads;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Engine.Bases;

/// <summary>Brings a base's content into the local store, once even where several builds ask for it at the same time.</summary>
/// <param name="sources">Where bases come from.</param>
/// <param name="policy">Whether a registry may be asked.</param>
public sealed class BasePuller(BaseSources sources, PullPolicy policy)
{
    private readonly BaseDocuments documents = new(sources.Store);

    /// <summary>Brings the files of <c>Download</c> by the same rules.</summary>
    internal DownloadFetcher Downloads { get; } = new(sources, policy);

    /// <summary>Brings the commits of <c>Checkout</c> by the same rules.</summary>
    internal CheckoutFetcher Checkouts { get; } = new(sources, policy);

    /// <summary>Makes sure that a manifest, its configuration and its layers are in the store. Without network where they are.</summary>
    /// <param name="reference">The name, for its registry and for messages.</param>
    /// <param name="manifest">What <see cref="BaseResolver"/> resolved it to: one platform's manifest.</param>
    /// <param name="progress">Hears of bytes; null for nobody.</param>
    /// <param name="ct">Stops the pull; blobs that arrived whole stay.</param>
    /// <exception cref="BuildKitException">The content is neither here nor at the registry (BK4271, BK4272), or one of them failed (BK52xx, BK50xx).</exception>
    public async Task<PulledBase> PullAsync(ImageReference reference, Digest manifest, IProgress<CopyProgress>? progress, CancellationToken ct)
    {
        PulledBase? local = await documents.FindAsync(manifest, ct);
        if (local is not null && await HasLayersAsync(local, ct))
        {
            return local;
        }

        if (reference.Registry is null)
        {
            throw BaseFailures.Incomplete(reference, manifest);
        }

        if (policy == PullPolicy.Never)
        {
            throw BaseFailures.PullForbidden(reference, manifest);
        }

        RegistryRepository registry = sources.Registries.Repository(reference);
        Descriptor descriptor = local?.Descriptor
            ?? await registry.ResolveAsync(manifest.ToString(), ct)
            ?? throw BaseFailures.PinGone(reference, manifest, sources.LockFile);
        await ImageCopy.CopyAsync(registry, new PullingStore(sources.Store), descriptor, CopyOptions.Default, progress, ct);
        return await documents.FindAsync(manifest, ct) ?? throw BaseFailures.Incomplete(reference, manifest);
    }

    private async Task<bool> HasLayersAsync(PulledBase image, CancellationToken ct)
    {
        foreach (Descriptor layer in image.Manifest.Layers)
        {
            if (!await sources.Store.ExistsAsync(layer, ct))
            {
                return false;
            }
        }

        return true;
    }
}
