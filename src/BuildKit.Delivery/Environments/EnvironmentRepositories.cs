using BuildKit.Delivery.Releases;
using BuildKit.Oci;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Delivery.Environments;

/// <summary>The repositories of an environment.</summary>
public sealed class EnvironmentRepositories
{
    private readonly RegistryClient client;

    /// <summary>Opens them. Nothing is sent yet.</summary>
    /// <exception cref="BuildKitException">The environment's place names no registry (BK5215).</exception>
    public EnvironmentRepositories(RegistryClient client, DeliveryEnvironment environment)
    {
        this.client = client;
        Environment = environment;
        Home = client.Repository(environment.Place);
    }

    /// <summary>Whose they are.</summary>
    public DeliveryEnvironment Environment { get; }

    /// <summary>Where the releases, the records and the environment's tag are.</summary>
    public RegistryRepository Home { get; }

    /// <summary>Where an image of a release is: the environment's own repository where it is the only one, else one below it.</summary>
    public RegistryRepository Image(Release release, string name) =>
        release.Images.Length == 1 ? Home : Below(name);

    /// <summary>Where an image is that is one of several.</summary>
    /// <exception cref="BuildKitException">The name is no part of a repository's path (BK6006): names come from registries too, and one such as <c>../x</c> would lead elsewhere.</exception>
    internal RegistryRepository Below(string name)
    {
        string path = $"{Home.Name}/{name}";
        return ImageReference.TryParse($"{Home.Host}/{path}", out ImageReference? place) && place is { Tag: null, Digest: null } && place.Repository == path
            ? client.Repository(place)
            : throw new BuildKitException(
                DeliveryErrorCodes.ReleaseInvalid,
                $"A release of {Environment.Name} has an image '{name}', and no repository can be named so.",
                "Somebody made the release by hand; nothing was written. Choose another one.");
    }
}
