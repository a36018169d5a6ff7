using System.Net;

namespace BuildKit.Engine.Fetches;

/// <summary>How the end of a response is found (RFC 9112, section 6.3).</summary>
/// <param name="HasBody">Whether there is a body at all.</param>
/// <param name="Length">The length that the head says, also where there is no body; null for none.</param>
/// <param name="IsChunked">Whether the body comes in chunks; with neither it ends with the connection.</param>
internal sealed record ResponseFraming(bool HasBody, long? Length, bool IsChunked)
{
    /// <summary>Whether another response can follow.</summary>
    internal bool HasEnd => !HasBody || Length is not null || IsChunked;

    /// <summary>That of an answer to a request.</summary>
    internal static ResponseFraming Of(RequestHead request, HttpResponseMessage response)
    {
        bool hasBody = request.Method != "HEAD" && response.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.NotModified) && (int)response.StatusCode >= 200;
        long? length = response.StatusCode == HttpStatusCode.NoContent || response.Headers.TransferEncodingChunked == true || (!hasBody && !SaysLength(response))
            ? null
            : response.Content.Headers.ContentLength;
        return new ResponseFraming(hasBody, length, hasBody && length is null && request.IsHttp11);
    }

    // Of an empty body .NET computes a length that nobody has said.
    private static bool SaysLength(HttpResponseMessage response) => response.Content.Headers.NonValidated.Contains("Content-Length");
}
