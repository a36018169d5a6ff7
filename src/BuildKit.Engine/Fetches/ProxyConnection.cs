using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace BuildKit.Engine.Fetches;

/// <summary>One connection of a run to its proxy: requests with whole addresses, or a tunnel whose TLS ends here.</summary>
internal sealed class ProxyConnection(Socket client, ProxyRules rules)
{
    private const int BadRequest = 400;
    private const int Forbidden = 403;
    private const int MethodNotAllowed = 405;
    private const int BadGateway = 502;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(90);

    /// <summary>Serves it to its end; never throws but for a cancellation.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        await using var stream = new NetworkStream(client, ownsSocket: true);
        try
        {
            if (await ServeAsync(stream, tunnel: null, ct))
            {
                await LingerAsync(stream, ct);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException or TimeoutException or HttpRequestException)
        {
            // The client has gone, or its answer cannot be ended well: it sees that the connection breaks off.
        }
    }

    // True where the client may still be sending what nobody reads.
    private async Task<bool> ServeAsync(Stream stream, RequestTarget? tunnel, CancellationToken ct)
    {
        var input = new HttpInput(stream);
        var output = new ResponseWriter(stream);
        bool isUsed = false;
        try
        {
            while (await ReadHeadAsync(input, ct) is { } head)
            {
                isUsed = true;
                if (head.Method == "CONNECT" && tunnel is null)
                {
                    await TunnelAsync(stream, input, output, RequestTarget.OfTunnel(head.Target), ct);
                    return false;
                }

                if (!await AnswerAsync(head, input, output, tunnel, ct))
                {
                    return true;
                }
            }

            // By TLS 1.3 a client looks at the certificate when the server is done already (RFC 8446, section 2).
            if (tunnel is not null && !isUsed)
            {
                TellOfTrust(tunnel);
            }

            return false;
        }
        catch (IOException) when (tunnel is not null && !isUsed)
        {
            TellOfTrust(tunnel);
            return false;
        }
        catch (RequestProblem problem)
        {
            await output.RefuseAsync(problem, ct);
            return true;
        }
    }

    private static async Task<RequestHead?> ReadHeadAsync(HttpInput input, CancellationToken ct)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(ct);
        idle.CancelAfter(IdleTime);
        try
        {
            return await RequestHead.ReadAsync(input, idle.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private async Task TunnelAsync(Stream stream, HttpInput input, ResponseWriter output, RequestTarget target, CancellationToken ct)
    {
        rules.Log.Check(target);
        if (input.HasRest)
        {
            throw new RequestProblem(BadRequest, "A client waits for the tunnel before it speaks in it.");
        }

        await output.OpenTunnelAsync(ct);
        await using var secured = new SslStream(stream, leaveInnerStreamOpen: true);
        try
        {
            await secured.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificateContext = rules.Authority.For(target.Host), ApplicationProtocols = [SslApplicationProtocol.Http11] }, ct);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            TellOfTrust(target);
            return;
        }

        await ServeAsync(secured, target, ct);
        await secured.ShutdownAsync();
    }

    private void TellOfTrust(RequestTarget target) =>
        rules.Log.Tell($"no TLS with {target.Authority}: the program speaks something else there, or does not trust the authorities in SSL_CERT_FILE");

    // True where another request may follow.
    private async Task<bool> AnswerAsync(RequestHead head, HttpInput input, ResponseWriter output, RequestTarget? tunnel, CancellationToken ct)
    {
        if (head.Method is "CONNECT" or "TRACE")
        {
            throw new RequestProblem(MethodNotAllowed, $"{head.Method} is not passed on from here.");
        }

        RequestTarget target = tunnel is null ? RequestTarget.OfAddress(head) : RequestTarget.OfPath(head, tunnel);
        rules.Log.Check(target);
        var body = new RequestBodyStream(input, head, head.ExpectsContinue ? output.ContinueAsync : _ => Task.CompletedTask);
        using HttpResponseMessage response = await SendAsync(head, target, body, ct);
        string? url = head.Method == "GET" && response.StatusCode == HttpStatusCode.OK ? RecordedUrl.Of(target, rules.Secrets) : null;
        if (url is not null && !rules.Log.MayHave(url))
        {
            throw new RequestProblem(Forbidden, $"buildkit.lock does not have {url}, and the build keeps to it.");
        }

        ResponseFraming framing = ResponseFraming.Of(head, response);
        bool keepsAlive = head.KeepsAlive && framing.HasEnd && body.IsAtEnd;
        using var digest = new BodyDigest(framing.Length, found =>
        {
            if (url is not null)
            {
                rules.Log.Add(url, found);
            }
        });
        await output.BeginAsync(response, framing, keepsAlive, ct);
        if (framing.HasBody)
        {
            await CopyAsync(target, response, framing, output, digest, ct);
            await output.EndAsync(framing, ct);
        }

        return keepsAlive;
    }

    private async Task<HttpResponseMessage> SendAsync(RequestHead head, RequestTarget target, RequestBodyStream body, CancellationToken ct)
    {
        try
        {
            return await rules.Upstream.SendAsync(head, target, body, ct);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or RequestProblem or UriFormatException or InvalidOperationException or NotSupportedException)
        {
            string why = (exception.InnerException ?? exception).Message;
            rules.Log.Tell($"{target.Authority} gives no answer: {why}");
            throw new RequestProblem(BadGateway, $"{target.Authority} gives no answer.");
        }
    }

    private async Task CopyAsync(RequestTarget target, HttpResponseMessage response, ResponseFraming framing, ResponseWriter output, BodyDigest digest, CancellationToken ct)
    {
        await using Stream source = await response.Content.ReadAsStreamAsync(ct);
        try
        {
            await output.CopyAsync(source, framing, digest.Append, ct);
            digest.End();
        }
        catch (HttpIOException)
        {
            rules.Log.Tell($"{target.Authority} broke off in the middle of an answer");
            throw;
        }
    }

    // A socket that is closed with bytes unread resets the connection, and the client loses the answer that it has not read yet.
    private async Task LingerAsync(NetworkStream stream, CancellationToken ct)
    {
        const int most = 1 << 20;
        client.Shutdown(SocketShutdown.Send);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        var rest = new byte[16 * 1024];
        try
        {
            int count;
            for (int total = 0; total < most && (count = await stream.ReadAsync(rest, limit.Token)) > 0; total += count)
            {
                // Thrown away.
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // It had its time.
        }
    }
}
