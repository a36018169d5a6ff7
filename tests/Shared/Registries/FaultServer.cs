using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BuildKit.Tests.Registries;

/// <summary>
/// A small HTTP/1.1 server on a loopback port: asks its rule what to do with each request, and passes those without a fault on to a real
/// registry. Without one, it answers 404.
/// </summary>
public sealed class FaultServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<RecordedRequest> requests = new();
    private readonly ConcurrentDictionary<Task, bool> connections = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly string? upstream;
    private readonly Task accepting;

    /// <param name="upstream">Host and port of the real registry, or null.</param>
    public FaultServer(string? upstream)
    {
        this.upstream = upstream;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    public int Port { get; }

    public string Host => $"127.0.0.1:{Port}";

    /// <summary>What to do with a request; null passes it on.</summary>
    public Func<RecordedRequest, Fault?> Rule { get; set; } = _ => null;

    /// <summary>All requests so far, in the order of their arrival.</summary>
    public RecordedRequest[] Requests => [.. requests];

    public void Forget() => requests.Clear();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(connections.Keys);
        http.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
                Task serving = ServeAsync(client);
                connections[serving] = true;
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            listener.Dispose();
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                while (await ServeOneAsync(stream))
                {
                }
            }
            catch (Exception end) when (end is IOException or OperationCanceledException or SocketException or HttpRequestException)
            {
                client.Close();
            }
        }
    }

    private async Task<bool> ServeOneAsync(NetworkStream stream)
    {
        if (await RequestReader.ReadHeadAsync(stream, stop.Token) is not { } head)
        {
            return false;
        }

        Fault? early = Rule(head);
        if (early?.CutRequest == true)
        {
            requests.Enqueue(head);
            return false;
        }

        RecordedRequest request = head with { Body = await RequestReader.ReadBodyAsync(stream, head, stop.Token) };
        requests.Enqueue(request);
        if (early?.Status is { } status)
        {
            return await WriteAsync(stream, request, status, early.Headers, early.Body, early);
        }

        if (upstream is null)
        {
            return await WriteAsync(stream, request, 404, [], [], null);
        }

        using HttpResponseMessage answer = await http.SendAsync(Forward(request, early), HttpCompletionOption.ResponseHeadersRead, stop.Token);
        byte[] body = await answer.Content.ReadAsByteArrayAsync(stop.Token);
        var headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value));
        return await WriteAsync(stream, request, (int)answer.StatusCode, headers, body, early);
    }

    private HttpRequestMessage Forward(RecordedRequest request, Fault? fault)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri($"http://{upstream}{request.Path}"));
        message.Headers.Host = Host;
        if (request.Body.Length > 0 || request.Method is "PUT" or "POST" or "PATCH")
        {
            message.Content = new ByteArrayContent(request.Body);
        }

        foreach ((string name, string value) in request.Headers)
        {
            bool skip = name is "host" or "content-length" or "connection" || (name == "range" && fault?.IgnoreRange == true);
            if (!skip && !message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private async Task<bool> WriteAsync(NetworkStream stream, RecordedRequest request, int status, Dictionary<string, string> headers, byte[] body, Fault? fault)
    {
        foreach ((string name, string value) in fault?.Replace ?? [])
        {
            headers.Remove(name);
            if (value.Length > 0)
            {
                headers[name] = value;
            }
        }

        if (fault?.FlipByte == true && body.Length > 0)
        {
            body[body.Length / 2] ^= 1;
        }

        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Status\r\n"));
        foreach ((string name, string value) in headers.Where(header => header.Key is not ("Transfer-Encoding" or "Content-Length" or "Connection")))
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        string length = request.Method == "HEAD" && headers.TryGetValue("Content-Length", out string? said) ? said : body.Length.ToString(CultureInfo.InvariantCulture);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("Content-Length: ").Append(length).Append("\r\n\r\n").ToString()), stop.Token);
        if (request.Method == "HEAD")
        {
            return true;
        }

        int count = Math.Min(body.Length, fault?.CutAfter ?? fault?.StallAfter ?? body.Length);
        await stream.WriteAsync(body.AsMemory(0, count), stop.Token);
        if (fault?.StallAfter is not null)
        {
            // Ends when the client gives up or the server is stopped.
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stop.Token);
            return false;
        }

        return fault?.CutAfter is null;
    }
}
