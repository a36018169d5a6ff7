using BuildKit.Oci.Images;

namespace BuildKit.Delivery.Environments;

/// <summary>An environment as far as registries know it.</summary>
/// <param name="Name">As declared, such as <c>Staging</c>.</param>
/// <param name="Place">Host and path: the repository of a single image, or what the repositories of several have in common. Without tag and digest.</param>
public sealed record DeliveryEnvironment(string Name, ImageReference Place)
{
    /// <summary>The one tag that moves, such as <c>staging</c>.</summary>
    public string Tag => Name.ToLowerInvariant();
}
