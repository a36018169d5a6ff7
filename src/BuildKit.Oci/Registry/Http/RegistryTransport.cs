using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using BuildKit.Oci.Registry.Blobs;
using BuildKit.Oci.Registry.Tokens;

namespace BuildKit.Oci.Registry.Http;

/// <summary>Sends one request: with the login that the registry wants, along its redirects, and never with a login to anywhere else.</summary>
internal sealed class RegistryTransport(RegistryOptions options) : IDisposable
{
    /// <summary>Made at the first request: most builds find everything at home and speak to no registry.</summary>
    private readonly Lazy<HttpClient> http = new(() => RegistryHttp.Create(options));
    private readonly ConcurrentDictionary<string, Authorizer> authorizers = new(StringComparer.OrdinalIgnoreCase);
    private EndpointDirectory? endpoints;

    public RegistryOptions Options { get; } = options;

    /// <summary>Where a registry answers.</summary>
    public Task<RegistryEndpoint> EndpointAsync(RequestSubject subject, CancellationToken ct) =>
        LazyInitializer.EnsureInitialized(ref endpoints, () => new EndpointDirectory(http.Value, Options)).FindAsync(subject, ct);

    /// <summary>What a registry is shown.</summary>
    public Authorizer AuthorizerOf(RegistryEndpoint endpoint) =>
        authorizers.GetOrAdd(endpoint.Host, _ => new Authorizer(new TokenServer(http.Value, Options), Options, endpoint));

    /// <summary>Sends a request once. Every status is returned, but failures below HTTP are thrown as <see cref="RegistryException"/>.</summary>
    public async Task<RegistryAnswer> SendAsync(RegistryRequest request, CancellationToken ct)
    {
        RegistryEndpoint endpoint = await EndpointAsync(request.Subject, ct).ConfigureAwait(false);
        Authorizer authorizer = AuthorizerOf(endpoint);
        Uri address = request.Address;
        bool challenged = false;
        AuthenticationHeaderValue? header = endpoint.IsOwn(address) ? await authorizer.HeaderAsync(request.Subject, ct).ConfigureAwait(false) : null;
        for (int hops = 0; ;)
        {
            bool own = endpoint.IsOwn(address);
            HttpResponseMessage response = await SendOnceAsync(request, address, own ? header : null, ct).ConfigureAwait(false);
            bool keep = false;
            try
            {
                if (response.StatusCode == HttpStatusCode.Unauthorized && own && !challenged)
                {
                    challenged = true;
                    bool canReplay = request.Content is null || request.CanReplay;
                    if (await authorizer.AnswerAsync(response, header, request.Subject, ct).ConfigureAwait(false) is { } answer && canReplay)
                    {
                        header = answer;
                        continue;
                    }
                }

                Uri? target = request.Content is null ? RedirectPolicy.Target(response, address, endpoint, request.Subject) : null;
                if (target is null)
                {
                    keep = true;
                    return new RegistryAnswer(response, address);
                }

                address = ++hops <= RedirectPolicy.MostHops
                    ? target
                    : throw RegistryFailures.Redirect(request.Subject, $"the registry redirects more than {RedirectPolicy.MostHops} times, at last to {target.Authority}.");
            }
            finally
            {
                if (!keep)
                {
                    response.Dispose();
                }
            }
        }
    }

    /// <summary>Sends a message as it is.</summary>
    public Task<HttpResponseMessage> SendPlainAsync(HttpRequestMessage message, CancellationToken ct) =>
        http.Value.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);

    public void Dispose()
    {
        if (http.IsValueCreated)
        {
            http.Value.Dispose();
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(RegistryRequest request, Uri address, AuthenticationHeaderValue? header, CancellationToken ct)
    {
        using HttpRequestMessage message = request.ToMessage(address, header);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        TimeSpan answer = request.AnswerTimeout ?? Options.IdleTimeout;
        limit.CancelAfter(answer);
        var upload = message.Content as UploadContent;
        upload?.Watch(limit, Options.IdleTimeout, answer);
        try
        {
            return await http.Value.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw RegistryFailures.FromException(request.Subject, new TimeoutException("it was silent for too long"));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException && upload?.ReadFailure is null)
        {
            throw RegistryFailures.FromException(request.Subject, failure);
        }
        catch (Exception) when (upload?.ReadFailure is { } cause)
        {
            // What was to be sent could not be read: that is the other side's failure, told in its own words.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }
}
