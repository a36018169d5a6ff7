using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BuildKit.Engine.Execution;
using BuildKit.Oci;

namespace BuildKit.Engine.Fetches;

/// <summary>
/// The connections of a build to the hosts that its runs may reach: with the host's trust, by the host's proxy. Redirects, cookies, logins and compressed bodies are the
/// run's own business.
/// </summary>
internal sealed class Upstream : IDisposable
{
    private readonly HttpMessageInvoker invoker;

    /// <param name="environment">The invoking process's variables: its proxy, and by <c>SSL_CERT_FILE</c> the authorities that are trusted.</param>
    /// <exception cref="BuildKitException">The file of authorities cannot be read (BK4150).</exception>
    internal Upstream(IReadOnlyDictionary<string, string> environment)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            Proxy = new HostProxy(environment),
            UseProxy = true,
            RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        };
        handler.SslOptions.CertificateChainPolicy = PolicyOf(environment);
        invoker = new HttpMessageInvoker(handler);
    }

    /// <summary>Sends a request; returns when the head of the response is there.</summary>
    /// <exception cref="HttpRequestException">There is no answer, or none that is understood.</exception>
    internal async Task<HttpResponseMessage> SendAsync(RequestHead head, RequestTarget target, RequestBodyStream body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(new HttpMethod(head.Method), target.ToUri())
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (head.HasBody)
        {
            request.Content = new RequestBody(body, head.ContentLength);
        }

        foreach ((string name, string value) in ForwardedHeaders.Of(head))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await invoker.SendAsync(request, ct);
    }

    /// <inheritdoc />
    public void Dispose() => invoker.Dispose();

    // What the process itself was started with is what .NET trusts anyway.
    private static X509ChainPolicy? PolicyOf(IReadOnlyDictionary<string, string> environment)
    {
        if (HostNetwork.NamedAuthorities(environment) is not { } file || file == Environment.GetEnvironmentVariable(HostNetwork.AuthoritiesVariable))
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Unusable(file, failure.Message, failure);
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw Unusable(file, "It holds none.", null);
    }

    private static BuildKitException Unusable(string file, string reason, Exception? cause) => new(
        ExecutionErrorCodes.ProxyFailed, $"The certificate authorities in {file} cannot be read: {reason}", "Correct SSL_CERT_FILE, which is a file of certificates in PEM.", cause);
}
