using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Bases;

/// <summary>Brings a base's content into the local store, once even where several builds ask for it at the same time.</summary>
/// <param name="sources">Where bases come from.</param>
public sealed class BasePuller(BaseSources sources)
{
    /// <summary>Where bases come from.</summary>
    public BaseSources Sources { get; } = sources;

    /// <summary>Makes sure that a manifest, its configuration and its layers are in the store. Without network where they are.</summary>
    /// <param name="reference">The name, for its registry and for messages.</param>
    /// <param name="manifest">What <see cref="BaseResolver"/> resolved it to: one platform's manifest.</param>
    /// <param name="progress">Hears of bytes; null for nobody.</param>
    /// <param name="ct">Stops the pull; blobs that arrived whole stay.</param>
    /// <exception cref="BuildKit.Oci.BuildKitException">The content is neither here nor at the registry.</exception>
    public Task<PulledBase> PullAsync(ImageReference reference, Digest manifest, IProgress<CopyProgress>? progress, CancellationToken ct) =>
        throw new NotSupportedException();
}
