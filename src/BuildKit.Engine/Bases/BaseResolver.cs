using BuildKit.Graph.Facts;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Bases;

/// <summary>
/// Turns the name of a base into the digest of one platform's manifest and its configuration: from <c>buildkit.lock</c>, then the local store,
/// then the registry. What the lock pins and the store holds is answered without network. Safe for concurrent use.
/// </summary>
/// <param name="sources">Where bases come from.</param>
/// <param name="policy">When a registry is asked.</param>
public sealed class BaseResolver(BaseSources sources, PullPolicy policy)
{
    /// <summary>Where bases come from.</summary>
    public BaseSources Sources { get; } = sources;

    /// <summary>When a registry is asked.</summary>
    public PullPolicy Policy { get; } = policy;

    /// <summary>The image that a name means. A tag of a registry that is met for the first time is remembered for <see cref="SaveLockAsync"/>.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">
    /// The image is nowhere, is not there for the platform, or its registry did not answer; the message names the reference.
    /// </exception>
    public Task<BaseImage> ResolveAsync(ImageReference reference, Platform platform, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Writes the pins that are new into <c>buildkit.lock</c>, in one rename; leaves the file alone where there are none.</summary>
    /// <returns>Whether the file changed.</returns>
    public Task<bool> SaveLockAsync(CancellationToken ct) => throw new NotSupportedException();
}
