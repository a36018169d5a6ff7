using System.Net;

namespace BuildKit.Oci.Registry.Http;

/// <summary>Where a registry answers: the host of references, and the root of its addresses.</summary>
/// <param name="Host">Host and port as in a reference.</param>
/// <param name="Root">Scheme, host and port; ends with a slash.</param>
internal sealed record RegistryEndpoint(string Host, Uri Root)
{
    private const string DockerHub = "docker.io";

    /// <summary>Host and port of the addresses: Docker Hub answers under another name than its references have.</summary>
    public static string AuthorityOf(string host) => host is DockerHub or "index.docker.io" ? "registry-1.docker.io" : host;

    /// <summary>The repository's path in addresses: Docker Hub's official images stand below <c>library</c>.</summary>
    public static string PathOf(string host, string repository) =>
        host is DockerHub or "index.docker.io" && !repository.Contains('/', StringComparison.Ordinal) ? "library/" + repository : repository;

    /// <summary>Whether the traffic never leaves this machine.</summary>
    public static bool IsLoopback(string hostName)
    {
        string name = hostName.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out IPAddress? address) && IPAddress.IsLoopback(address));
    }

    /// <summary>Whether an address is the registry's own, so that logins and tokens may go there.</summary>
    public bool IsOwn(Uri address) =>
        address.Scheme == Root.Scheme && address.Port == Root.Port && address.Host.Equals(Root.Host, StringComparison.OrdinalIgnoreCase);
}
