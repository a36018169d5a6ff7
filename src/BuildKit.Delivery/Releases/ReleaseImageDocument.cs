using BuildKit.Oci.Content;

namespace BuildKit.Delivery.Releases;

/// <summary>The JSON form of an image of a release.</summary>
internal sealed record ReleaseImageDocument(string Name, string MediaType, Digest Digest, long Size);
