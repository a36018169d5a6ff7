using BuildKit.Oci.Content;

namespace BuildKit.Engine.Builds;

/// <summary>An image that a build gave.</summary>
/// <param name="Name">Its name in the local store.</param>
/// <param name="Digest">That of its manifest or index.</param>
public sealed record RecordedImage(string Name, Digest Digest);
