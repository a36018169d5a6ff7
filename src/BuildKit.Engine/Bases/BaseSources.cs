using BuildKit.Engine.Store;
using BuildKit.Oci.Registry;

namespace BuildKit.Engine.Bases;

/// <summary>Where bases come from.</summary>
/// <param name="Store">The local store.</param>
/// <param name="Registries">The registries.</param>
/// <param name="LockFile">The path of <c>buildkit.lock</c>; it need not exist.</param>
public sealed record BaseSources(LocalStore Store, RegistryClient Registries, string LockFile);
