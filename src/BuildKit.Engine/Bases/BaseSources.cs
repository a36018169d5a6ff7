using BuildKit.Engine.Store;
using BuildKit.Graph.Facts;
using BuildKit.Oci.Registry;

namespace BuildKit.Engine.Bases;

/// <summary>Where bases come from.</summary>
/// <param name="Store">The local store.</param>
/// <param name="Registries">The registries.</param>
/// <param name="LockFile">The path of <c>buildkit.lock</c>; it need not exist.</param>
public sealed record BaseSources(LocalStore Store, RegistryClient Registries, string LockFile)
{
    /// <summary>What fetches for <c>Checkout</c>; null where nothing does.</summary>
    public IGitRemotes? Git { get; init; }

    /// <summary>The store that has the copies of Git repositories.</summary>
    public LocalStore Copies { get; init; } = Store;
}
