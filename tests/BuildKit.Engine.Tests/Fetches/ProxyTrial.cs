using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Fetches;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Tests.Fetches;

/// <summary>A proxy as a run has it, but in this process's own network, and what it noted.</summary>
internal sealed class ProxyTrial : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bk-proxy-").FullName;
    private readonly ProxyAuthority authority = new();
    private readonly Upstream upstream;
    private readonly ProxyServer server;
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <param name="trusted">Whose certificates the proxy takes from hosts.</param>
    internal ProxyTrial(string[] hosts, ProxyAuthority? trusted = null, Func<string, Digest?>? locked = null, string? hostProxy = null)
    {
        var environment = new Dictionary<string, string>();
        if (trusted is not null)
        {
            string file = Path.Combine(folder, "trusted.pem");
            File.WriteAllText(file, trusted.Pem + "\n");
            environment["SSL_CERT_FILE"] = file;
        }

        if (hostProxy is not null)
        {
            environment["http_proxy"] = hostProxy;
            environment["NO_PROXY"] = "internal.example";
        }

        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        NetworkAccess access = NetworkAccess.To(hosts.Select(text => HostPattern.TryParse(text, out HostPattern host) ? host : throw new ArgumentException(text)));
        Log = new FetchLog(access, locked, new RunOutput((_, line) => Notices.Enqueue(line), []));
        upstream = new Upstream(environment);
        server = new ProxyServer(listener, new ProxyRules(authority, upstream, Log, []));
    }

    internal FetchLog Log { get; }

    internal ConcurrentQueue<string> Notices { get; } = [];

    internal int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A client of this proxy that trusts its authority.</summary>
    internal HttpClient Client()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(authority.Pem));
        return new HttpClient(new SocketsHttpHandler
        {
            Proxy = new WebProxy($"http://127.0.0.1:{Port}"),
            UseProxy = true,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        });
    }

    /// <summary>The file of authorities for programs.</summary>
    internal string AuthorityFile()
    {
        string file = Path.Combine(folder, "authority.pem");
        File.WriteAllText(file, authority.Pem + "\n");
        return file;
    }

    /// <summary>Sends bytes and gives all that comes back until the proxy closes.</summary>
    internal async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port, Ct);
        return await SendAsync(client.GetStream(), request);
    }

    /// <summary>The same inside of a tunnel.</summary>
    internal async Task<string> SendInTunnelAsync(string host, int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port, Ct);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n"), Ct);
        string? line = await new HttpInput(stream).ReadLineAsync(new LineRoom(1000), Ct);
        Assert.Equal("HTTP/1.1 200 OK", line);
        await using var secured = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await secured.AuthenticateAsClientAsync(host);
        return await SendAsync(secured, request);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        upstream.Dispose();
        authority.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> SendAsync(Stream stream, string request)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Ct);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, Ct);
        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
