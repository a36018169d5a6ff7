namespace BuildKit.Engine.Fetches;

/// <summary>Which headers go on to the other side, and which are of one connection only (RFC 9110, section 7.6.1).</summary>
internal static class ForwardedHeaders
{
    private static readonly HashSet<string> OfConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authorization", "Proxy-Authenticate", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Content-Length", "Proxy-Status", "Alt-Svc",
    };

    // The host stands in the target. A part of a file has no digest that could be compared, so all of it is fetched.
    private static readonly HashSet<string> OfRequest = new(StringComparer.OrdinalIgnoreCase) { "Host", "Expect", "Range", "If-Range" };

    /// <summary>Of a request.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Of(RequestHead head)
    {
        HashSet<string> named = Named(head.Values("Connection"));
        return head.Headers.Where(header => !OfConnection.Contains(header.Key) && !OfRequest.Contains(header.Key) && !named.Contains(header.Key));
    }

    /// <summary>Of a response, a value each.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Of(HttpResponseMessage response)
    {
        HashSet<string> named = Named(response.Headers.NonValidated.TryGetValues("Connection", out var connection) ? connection : []);
        return response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(header => !OfConnection.Contains(header.Key) && !named.Contains(header.Key))
            .SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)));
    }

    private static HashSet<string> Named(IEnumerable<string> connection) =>
        new(connection.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)), StringComparer.OrdinalIgnoreCase);
}
