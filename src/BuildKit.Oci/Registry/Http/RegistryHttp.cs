using System.Net.Security;

namespace BuildKit.Oci.Registry.Http;

/// <summary>Makes the HTTP client that all registries share.</summary>
internal static class RegistryHttp
{
    public static HttpClient Create(RegistryOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // Redirects are followed by hand, since a login must not go along to another host.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            Proxy = new LoopbackBypassingProxy(HttpClient.DefaultProxy),
            UseProxy = true,
        };
        if (options.Insecure)
        {
            handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true };
        }

        var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", options.UserAgent);
        return http;
    }
}
