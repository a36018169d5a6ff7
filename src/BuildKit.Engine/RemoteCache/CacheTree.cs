using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.RemoteCache;

/// <summary>What a remote cache has of a layer beside its content: the index of its files, which is enough to plan a copy from it or onto it.</summary>
/// <param name="Layer">The diff id of the layer, which may be a base's.</param>
/// <param name="Blob">The index, compressed.</param>
internal sealed record CacheTree(Digest Layer, Descriptor Blob);
