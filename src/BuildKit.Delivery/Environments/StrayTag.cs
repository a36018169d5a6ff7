using BuildKit.Oci.Content;

namespace BuildKit.Delivery.Environments;

/// <summary>The tag of one of several images that names another digest than the record in effect: somebody moved it, or a change stopped half way.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Place">The tag in full, such as <c>localhost:5000/dev/api:dev</c>.</param>
/// <param name="Names">What it names; null where it is gone.</param>
/// <param name="Expected">What the record says.</param>
public sealed record StrayTag(string Image, string Place, Digest? Names, Digest Expected);
