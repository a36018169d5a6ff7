using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace BuildKit.Engine.Fetches;

/// <summary>Writes responses to a client (RFC 9112).</summary>
/// <param name="stream">The connection.</param>
internal sealed class ResponseWriter(Stream stream)
{
    private const int ChunkHeadRoom = 16;
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Says that a tunnel is open.</summary>
    internal Task OpenTunnelAsync(CancellationToken ct) => WriteAsync("HTTP/1.1 200 OK\r\n\r\n", ct);

    /// <summary>Tells a client that waits with its body to send it.</summary>
    internal Task ContinueAsync(CancellationToken ct) => WriteAsync("HTTP/1.1 100 Continue\r\n\r\n", ct);

    /// <summary>Answers with a sentence and ends the connection.</summary>
    internal Task RefuseAsync(RequestProblem problem, CancellationToken ct)
    {
        string body = "buildkit: " + problem.Message + "\n";
        string reason = ReasonOf((HttpStatusCode)problem.Status);
        return WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {problem.Status} {reason}\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), ct);
    }

    /// <summary>Writes the head of a response.</summary>
    /// <param name="framing">How its body is to be told from what follows.</param>
    /// <param name="keepsAlive">Whether another request may follow.</param>
    internal Task BeginAsync(HttpResponseMessage response, ResponseFraming framing, bool keepsAlive, CancellationToken ct)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {(int)response.StatusCode} {Clean(response.ReasonPhrase ?? "")}\r\n");
        foreach ((string name, string value) in ForwardedHeaders.Of(response))
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {Clean(value)}\r\n");
        }

        if (framing.Length is { } length)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
        }

        head.Append(framing.IsChunked ? "Transfer-Encoding: chunked\r\n" : "").Append(keepsAlive ? "" : "Connection: close\r\n").Append("\r\n");
        return WriteAsync(head.ToString(), ct);
    }

    /// <summary>Passes a body on piece by piece.</summary>
    /// <param name="body">What is read.</param>
    /// <param name="seen">Sees each piece before the client does.</param>
    /// <exception cref="HttpIOException">The body ended before it should.</exception>
    internal async Task CopyAsync(Stream body, ResponseFraming framing, Action<ReadOnlyMemory<byte>> seen, CancellationToken ct)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkHeadRoom + ChunkBytes + 2);
        try
        {
            int count;
            while ((count = await body.ReadAsync(buffer.AsMemory(ChunkHeadRoom, ChunkBytes), ct)) > 0)
            {
                seen(buffer.AsMemory(ChunkHeadRoom, count));
                await stream.WriteAsync(framing.IsChunked ? Chunk(buffer, count) : buffer.AsMemory(ChunkHeadRoom, count), ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Ends a body.</summary>
    internal Task EndAsync(ResponseFraming framing, CancellationToken ct) => framing.IsChunked ? WriteAsync("0\r\n\r\n", ct) : Task.CompletedTask;

    private static Memory<byte> Chunk(byte[] buffer, int count)
    {
        byte[] head = Encoding.ASCII.GetBytes(count.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        head.CopyTo(buffer, ChunkHeadRoom - head.Length);
        "\r\n"u8.CopyTo(buffer.AsSpan(ChunkHeadRoom + count));
        return buffer.AsMemory(ChunkHeadRoom - head.Length, head.Length + count + 2);
    }

    private static string ReasonOf(HttpStatusCode status)
    {
        using var response = new HttpResponseMessage(status);
        return response.ReasonPhrase ?? "";
    }

    // A folded header is read as one with line ends in it.
    private static string Clean(string text) => text.AsSpan().IndexOfAny("\r\n\0") < 0 ? text : text.ReplaceLineEndings(" ").Replace('\0', ' ');

    private async Task WriteAsync(string text, CancellationToken ct) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text), ct);
}
