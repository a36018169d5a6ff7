using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace BuildKit.Tests.Registries;

/// <summary>Reads HTTP/1.1 requests off a socket.</summary>
internal static class RequestReader
{
    /// <summary>The request without its body; null at the end of the connection, or where it is not HTTP (a TLS greeting).</summary>
    public static async Task<RecordedRequest?> ReadHeadAsync(NetworkStream stream, CancellationToken ct)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!Ends(head))
        {
            if (await stream.ReadAsync(one, ct) == 0 || (head.Count == 0 && one[0] is < (byte)'A' or > (byte)'Z'))
            {
                return null;
            }

            head.Add(one[0]);
        }

        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] first = lines[0].Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':');
            string name = line[..colon].ToLowerInvariant();
            string value = line[(colon + 1)..].Trim();
            headers[name] = headers.TryGetValue(name, out string? before) ? $"{before}, {value}" : value;
        }

        return new RecordedRequest(first[0], first[1], headers, []);
    }

    public static async Task<byte[]> ReadBodyAsync(NetworkStream stream, RecordedRequest head, CancellationToken ct)
    {
        var body = new byte[head.Headers.TryGetValue("content-length", out string? length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, ct);
        return body;
    }

    private static bool Ends(List<byte> head) => head.Count >= 4 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n';
}
