using BuildKit.Delivery.Releases;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Delivery.Environments;

/// <summary>The repositories of an environment.</summary>
public sealed class EnvironmentRepositories
{
    private readonly RegistryClient client;

    /// <summary>Opens them. Nothing is sent yet.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">The environment's place names no registry (BK5215).</exception>
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
    internal RegistryRepository Below(string name) => client.Repository(new ImageReference(Home.Host, $"{Home.Name}/{name}", null, null));
}
