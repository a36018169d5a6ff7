using BuildKit.Oci.Content;
using BuildKit.Oci.Registry;

namespace BuildKit.Engine.Bases;

/// <summary>Where bases come from.</summary>
/// <param name="Store">
/// The local store. Its tags are image names: <c>api:latest</c> for a local name, <c>localhost:5000/base/sdk:10</c> for one of a registry.
/// </param>
/// <param name="Registries">The registries.</param>
/// <param name="LockFile">The path of <c>buildkit.lock</c>; it need not exist.</param>
/// <param name="LockDirectory">A folder of the local store for files that keep two processes from pulling one blob twice.</param>
public sealed record BaseSources(IImageRepository Store, RegistryClient Registries, string LockFile, string LockDirectory);
