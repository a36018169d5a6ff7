using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>A web server on loopback that gives files from memory.</summary>
public sealed class WebServer : IDisposable
{
    private readonly HttpListener listener;
    private readonly ConcurrentQueue<string> requests = new();

    public WebServer()
    {
        (listener, Address) = Begin();
        _ = ServeAsync();
    }

    /// <summary>Ends in a slash.</summary>
    public string Address { get; }

    /// <summary>What is given, by the path behind the address.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>The paths that were asked for.</summary>
    public string[] Requests => [.. requests];

    public void Dispose() => listener.Close();

    private static (HttpListener Listener, string Address) Begin()
    {
        for (int attempt = 1; ; attempt++)
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            string address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            free.Stop();
            var listener = new HttpListener { Prefixes = { address } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (attempt < 5)
            {
                // Another process took the port meanwhile.
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await listener.GetContextAsync();
                string path = context.Request.Url!.AbsolutePath[1..];
                requests.Enqueue(path);
                using HttpListenerResponse response = context.Response;
                if (Files.TryGetValue(path, out byte[]? content))
                {
                    response.ContentLength64 = content.Length;
                    await response.OutputStream.WriteAsync(content);
                }
                else
                {
                    response.StatusCode = 404;
                }
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            listener.Close();
        }
    }
}
