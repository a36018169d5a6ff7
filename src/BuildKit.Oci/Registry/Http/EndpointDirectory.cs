using System.Collections.Concurrent;
using System.Net;

namespace BuildKit.Oci.Registry.Http;

/// <summary>Knows how each registry answers. Only where plain HTTP is allowed is that found out, once, by asking for TLS first.</summary>
internal sealed class EndpointDirectory(HttpClient http, RegistryOptions options)
{
    private readonly ConcurrentDictionary<string, RegistryEndpoint> known = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim probing = new(1, 1);

    public async Task<RegistryEndpoint> FindAsync(RequestSubject subject, CancellationToken ct)
    {
        string host = subject.Host;
        if (known.TryGetValue(host, out RegistryEndpoint? endpoint))
        {
            return endpoint;
        }

        string authority = RegistryEndpoint.AuthorityOf(host);
        if (!Uri.TryCreate($"https://{authority}/", UriKind.Absolute, out Uri? secure) || secure.UserInfo.Length > 0 || secure.AbsolutePath != "/")
        {
            throw RegistryFailures.UnusableHost(subject);
        }

        if (!options.Insecure && !RegistryEndpoint.IsLoopback(secure.Host))
        {
            return known.GetOrAdd(host, new RegistryEndpoint(host, secure));
        }

        await probing.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return known.TryGetValue(host, out endpoint) ? endpoint : known.GetOrAdd(host, await ProbeAsync(authority, secure, subject, ct).ConfigureAwait(false));
        }
        finally
        {
            probing.Release();
        }
    }

    private async Task<RegistryEndpoint> ProbeAsync(string authority, Uri secure, RequestSubject subject, CancellationToken ct)
    {
        Exception? tls = await AskAsync(secure, ct).ConfigureAwait(false) switch
        {
            HttpStatusCode => null,
            Exception failure => failure,
            _ => null,
        };
        if (tls is null)
        {
            return new RegistryEndpoint(subject.Host, secure);
        }

        // A TLS server tells plain HTTP off with 400 or cuts it, which says that TLS is meant and what failed is the certificate.
        var plain = new Uri($"http://{authority}/");
        return await AskAsync(plain, ct).ConfigureAwait(false) is HttpStatusCode and not HttpStatusCode.BadRequest
            ? new RegistryEndpoint(subject.Host, plain)
            : throw RegistryFailures.FromException(subject, tls);
    }

    private async Task<object> AskAsync(Uri root, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.ConnectTimeout);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(root, "v2/"));
            using HttpResponseMessage response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return response.StatusCode;
        }
        catch (HttpRequestException failure)
        {
            return failure;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new TimeoutException($"{root.Authority} did not answer within {options.ConnectTimeout.TotalSeconds:0} s.");
        }
    }
}
