using BuildKit.Oci.Content;

namespace BuildKit.Oci.Images;

/// <summary>One layer of an image.</summary>
/// <param name="DiffId">Digest of the uncompressed archive: the layer's identity everywhere inside.</param>
/// <param name="Blob">The very bytes that a repository holds, compressed or not.</param>
public sealed record Layer(Digest DiffId, Descriptor Blob);
