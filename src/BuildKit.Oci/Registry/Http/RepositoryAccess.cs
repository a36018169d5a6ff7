using BuildKit.Oci.Content;

namespace BuildKit.Oci.Registry.Http;

/// <summary>Addresses and subjects of one repository.</summary>
internal sealed class RepositoryAccess(RequestLoop loop, string host, string name)
{
    private readonly string path = RegistryEndpoint.PathOf(host, name);

    public RequestLoop Loop { get; } = loop;

    public RegistryOptions Options => Loop.Transport.Options;

    public string DisplayName { get; } = $"{host}/{name}";

    /// <summary>The repository's path in addresses.</summary>
    public string Path => path;

    public RequestSubject Reading(string doing) => new(host, name, doing, [$"repository:{path}:pull"]);

    public RequestSubject Writing(string doing) => new(host, name, doing, [$"repository:{path}:pull,push"]);

    /// <summary>A subject that also reads another repository of the registry.</summary>
    public RequestSubject Mounting(string doing, RepositoryAccess from) =>
        new(host, name, doing, [$"repository:{path}:pull,push", $"repository:{from.path}:pull"]);

    public async Task<Uri> AddressAsync(RequestSubject subject, string rest, CancellationToken ct)
    {
        RegistryEndpoint endpoint = await Loop.Transport.EndpointAsync(subject, ct).ConfigureAwait(false);
        return new Uri(endpoint.Root, $"v2/{path}/{rest}");
    }

    /// <summary>Throws where the registry says that it speaks of another digest. One of another algorithm says nothing.</summary>
    public static void CheckDigest(RegistryAnswer answer, Digest expected, RequestSubject subject)
    {
        if (answer.Header("Docker-Content-Digest") is { } text && Digest.TryParse(text, out Digest said) && said.Algorithm == expected.Algorithm && said != expected)
        {
            throw RegistryFailures.Mismatch(subject, $"the registry answered for {said} where {expected} was asked for.");
        }
    }
}
