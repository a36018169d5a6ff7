using System.Collections.Concurrent;
using System.Net;
using BuildKit.Tests.Web;

namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>A web server on loopback that gives files from memory.</summary>
public sealed class WebServer : IDisposable
{
    private readonly HttpListener listener;
    private readonly ConcurrentQueue<string> requests = new();

    public WebServer()
    {
        (listener, Address) = LoopbackListener.Begin();
        _ = LoopbackListener.ServeAsync(listener, AnswerAsync);
    }

    /// <summary>Ends in a slash.</summary>
    public string Address { get; }

    /// <summary>What is given, by the path behind the address.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>The paths that were asked for.</summary>
    public string[] Requests => [.. requests];

    public void Dispose() => listener.Close();

    private async Task AnswerAsync(HttpListenerContext context)
    {
        string path = context.Request.Url!.AbsolutePath[1..];
        requests.Enqueue(path);
        if (Files.TryGetValue(path, out byte[]? content))
        {
            context.Response.ContentLength64 = content.Length;
            await context.Response.OutputStream.WriteAsync(content);
        }
        else
        {
            context.Response.StatusCode = 404;
        }
    }
}
