using BuildKit.Oci.Images;

namespace BuildKit.Delivery.Releases;

/// <summary>One image of a release.</summary>
/// <param name="Name">Its local name without a tag, in kebab case, such as <c>api</c>.</param>
/// <param name="Image">Its index, or its manifest where it has one platform.</param>
public sealed record ReleaseImage(string Name, Descriptor Image);
