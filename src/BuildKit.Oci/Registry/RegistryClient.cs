using System.Net;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry.Http;

namespace BuildKit.Oci.Registry;

/// <summary>
/// Connections, tokens and what is known of each registry; one for a process. TLS is spoken everywhere; a loopback host
/// (<c>localhost</c>, 127.0.0.0/8, <c>::1</c>), or any host with <see cref="RegistryOptions.Insecure"/>, may answer in plain HTTP where it does not answer TLS.
/// Safe for concurrent use.
/// </summary>
public sealed class RegistryClient : IDisposable
{
    private readonly RegistryTransport transport;
    private readonly RequestLoop loop;

    /// <summary>Creates a client that has no connection yet.</summary>
    public RegistryClient(RegistryOptions options)
    {
        transport = new RegistryTransport(options);
        loop = new RequestLoop(transport);
    }

    /// <summary>One repository. Nothing is sent yet.</summary>
    /// <exception cref="BuildKitException">The reference names no registry.</exception>
    public RegistryRepository Repository(ImageReference reference) => reference.Registry is { } host
        ? new RegistryRepository(loop, host, reference.Repository)
        : throw new BuildKitException(
            OciErrorCodes.ReferenceWithoutRegistry,
            $"'{reference}' names no registry.",
            $"Write the host in front, such as localhost:5000/{reference} or docker.io/library/{reference}.");

    /// <summary>Asks the registry whether it takes the login of <see cref="RegistryOptions.Credentials"/> (<c>buildkit login</c>).</summary>
    /// <exception cref="BuildKitException">It does not, or it did not answer.</exception>
    public async Task CheckLoginAsync(string host, CancellationToken ct)
    {
        var subject = new RequestSubject(host, "", "checking the login", []);
        RegistryEndpoint endpoint = await transport.EndpointAsync(subject, ct).ConfigureAwait(false);
        var request = new RegistryRequest(HttpMethod.Get, new Uri(endpoint.Root, "v2/"), subject);
        using RegistryAnswer answer = await loop.SendAsync(request, ct, HttpStatusCode.NotFound).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.NotFound)
        {
            throw RegistryFailures.Invalid(subject, "the registry's API (/v2/) is not there.");
        }
    }

    /// <summary>How they are spoken to.</summary>
    public RegistryOptions Options => transport.Options;

    /// <summary>
    /// Sends a request to a server that need not be a registry, over the same connections, proxies and certificates: once, without any login and without following a redirect.
    /// Returns when the answer's header was read.
    /// </summary>
    /// <exception cref="HttpRequestException">It could not be sent, or was not answered.</exception>
    public Task<HttpResponseMessage> SendPlainAsync(HttpRequestMessage message, CancellationToken ct) => transport.SendPlainAsync(message, ct);

    /// <inheritdoc />
    public void Dispose() => transport.Dispose();
}
