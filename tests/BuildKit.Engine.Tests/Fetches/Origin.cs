using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using BuildKit.Engine.Fetches;

namespace BuildKit.Engine.Tests.Fetches;

/// <summary>A server on loopback that answers with the bytes a test puts in, by HTTP or, with an authority, by HTTPS.</summary>
internal sealed class Origin : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ProxyAuthority? authority;
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    internal Origin(ProxyAuthority? authority = null)
    {
        this.authority = authority;
        listener.Start();
        serving = ServeAsync();
    }

    internal int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    internal string Url => $"{(authority is null ? "http" : "https")}://localhost:{Port}";

    /// <summary>The heads of the requests that came, then their bodies.</summary>
    internal ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>By path: the whole response, in pieces.</summary>
    internal ConcurrentDictionary<string, Func<Stream, Task>> Answers { get; } = new(StringComparer.Ordinal);

    internal void Serve(string path, string body, string headers = "") =>
        Say(path, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n{headers}\r\n{body}");

    internal void Say(string path, string response) => Answers[path] = async stream => await stream.WriteAsync(Encoding.Latin1.GetBytes(response));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await listener.AcceptTcpClientAsync(stop.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                Stream stream = client.GetStream();
                if (authority is not null)
                {
                    var secured = new SslStream(stream);
                    await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = authority.For("localhost") }, stop.Token);
                    stream = secured;
                }

                await using (stream)
                {
                    while (await OneAsync(stream))
                    {
                        // Another request of the same connection.
                    }
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client has gone.
        }
    }

    private async Task<bool> OneAsync(Stream stream)
    {
        var input = new HttpInput(stream);
        if (await RequestHead.ReadAsync(input, stop.Token) is not { } head)
        {
            return false;
        }

        using var body = new MemoryStream();
        await new RequestBodyStream(input, head, _ => Task.CompletedTask).CopyToAsync(body, stop.Token);
        Requests.Enqueue($"{head.Method} {head.Target}\n{string.Join('\n', head.Headers.Select(header => $"{header.Key}: {header.Value}"))}\n\n{Encoding.Latin1.GetString(body.ToArray())}");
        await Answers.GetValueOrDefault(head.Target, async nothing => await nothing.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone"u8.ToArray()))(stream);
        return head.KeepsAlive;
    }
}
