using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Assembly;

/// <summary>A layer of an image.</summary>
/// <param name="DiffId">The digest of its tar, uncompressed.</param>
/// <param name="Blob">What is pushed: for a base's layer the very blob that was pulled.</param>
public sealed record BuiltLayer(Digest DiffId, Descriptor Blob);
