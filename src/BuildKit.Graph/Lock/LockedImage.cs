using BuildKit.Oci.Content;

namespace BuildKit.Graph.Lock;

/// <summary>What one name means on one platform.</summary>
/// <param name="Manifest">The digest of the manifest.</param>
/// <param name="Index">The digest of the index that it was found in; null where the name is a single image.</param>
public sealed record LockedImage(Digest Manifest, Digest? Index);
