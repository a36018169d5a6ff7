using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;

namespace BuildKit.Engine.Fetches;

/// <summary>The head of a request, read strictly (RFC 9112, sections 2 to 6): what two readers could understand in two ways is an error.</summary>
/// <param name="Method">A token.</param>
/// <param name="Target">The target as sent: visible ASCII without a fragment.</param>
/// <param name="IsHttp11">HTTP/1.1, else 1.0.</param>
/// <param name="Headers">In the order sent; values without blanks around them.</param>
internal sealed record RequestHead(string Method, string Target, bool IsHttp11, ImmutableArray<KeyValuePair<string, string>> Headers)
{
    private const int MostBytes = 64 * 1024;
    private const int MostHeaders = 200;
    private const int BadRequest = 400;
    private const int VersionNotSupported = 505;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>The length of the body in bytes; null where it is not said.</summary>
    internal long? ContentLength { get; private init; }

    /// <summary>Whether the body comes in chunks.</summary>
    internal bool IsChunked { get; private init; }

    /// <summary>Whether a body follows.</summary>
    internal bool HasBody => IsChunked || ContentLength > 0;

    /// <summary>Whether the client waits for a word before it sends the body (RFC 9110, section 10.1.1).</summary>
    internal bool ExpectsContinue => IsHttp11 && HasBody && Values("Expect").Any(value => value.Equals("100-continue", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the client takes another answer on this connection.</summary>
    internal bool KeepsAlive => IsHttp11 && !Values("Connection").Concat(Values("Proxy-Connection"))
        .Any(value => value.Split(',', StringSplitOptions.TrimEntries).Contains("close", StringComparer.OrdinalIgnoreCase));

    /// <summary>The values of a header, a line each.</summary>
    internal IEnumerable<string> Values(string name) => Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>Reads a head; null where the client has ended.</summary>
    /// <exception cref="RequestProblem">It is not what the standard says.</exception>
    internal static async Task<RequestHead?> ReadAsync(HttpInput input, CancellationToken ct)
    {
        var room = new LineRoom(MostBytes);
        string? first = await input.ReadLineAsync(room, ct);

        // One empty line in front is what some clients send behind a body (RFC 9112, section 2.2).
        first = first is "" ? await input.ReadLineAsync(room, ct) : first;
        if (first is null)
        {
            return null;
        }

        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        while (await input.ReadLineAsync(room, ct) is var line && line is not "")
        {
            headers.Add(HeaderOf(line ?? throw new RequestProblem(BadRequest, "The request is cut off.")));
            if (headers.Count > MostHeaders)
            {
                throw new RequestProblem(BadRequest, "The request has too many headers.");
            }
        }

        return WithBody(Begin(first) with { Headers = headers.ToImmutable() });
    }

    private static RequestHead Begin(string line)
    {
        string[] parts = line.Split(' ');
        if (parts.Length != 3 || !IsToken(parts[0]) || parts[1].Length == 0 || parts[1].Any(character => character is <= ' ' or >= '\x7f' or '#'))
        {
            throw new RequestProblem(BadRequest, "The request has no line of method, target and version.");
        }

        return parts[2] is "HTTP/1.1" or "HTTP/1.0"
            ? new RequestHead(parts[0], parts[1], parts[2] == "HTTP/1.1", [])
            : throw new RequestProblem(VersionNotSupported, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
    }

    private static KeyValuePair<string, string> HeaderOf(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !IsToken(line[..colon]))
        {
            throw new RequestProblem(BadRequest, "A header is a name, a colon and a value on one line.");
        }

        string value = line[(colon + 1)..].Trim(' ', '\t');
        return value.Any(character => character is (< ' ' and not '\t') or '\x7f')
            ? throw new RequestProblem(BadRequest, "A header holds a control character.")
            : KeyValuePair.Create(line[..colon], value);
    }

    // RFC 9112, section 6: what says two lengths is how one request is smuggled in another.
    private static RequestHead WithBody(RequestHead head)
    {
        string[] lengths = [.. head.Values("Content-Length")];
        string[] codings = [.. head.Values("Transfer-Encoding")];
        long length = 0;
        bool isWrong = lengths.Length + codings.Length > 1
            || (codings is [var coding] && !(head.IsHttp11 && coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)))
            || (lengths is [var text] && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length));
        return isWrong
            ? throw new RequestProblem(BadRequest, "The length of the body is said in no way, or in more than one, that is understood.")
            : head with { ContentLength = lengths.Length == 1 ? length : null, IsChunked = codings.Length == 1 };
    }

    private static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);
}
