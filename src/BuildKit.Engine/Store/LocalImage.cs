using BuildKit.Oci.Images;

namespace BuildKit.Engine.Store;

/// <summary>A name in the local store.</summary>
/// <param name="Name">With its tag, such as <c>api:latest</c> or <c>localhost:5000/dev/api:1.2</c>.</param>
/// <param name="Manifest">The manifest or index that it names; its bytes are in the store.</param>
public sealed record LocalImage(string Name, Descriptor Manifest);
