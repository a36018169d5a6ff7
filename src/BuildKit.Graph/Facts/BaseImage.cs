using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Facts;

/// <summary>What is known of a base: the digest that the name is pinned to and its configuration.</summary>
/// <param name="Manifest">The digest of the manifest for one platform.</param>
/// <param name="Config">Its configuration.</param>
public sealed record BaseImage(Digest Manifest, ImageConfig Config);
