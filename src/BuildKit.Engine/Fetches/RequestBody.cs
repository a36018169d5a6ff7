using System.Net;

namespace BuildKit.Engine.Fetches;

/// <summary>The body of a request as it comes from the client, sent on once.</summary>
/// <param name="source">The bytes.</param>
/// <param name="length">How many; null where the client sends chunks.</param>
internal sealed class RequestBody(Stream source, long? length) : HttpContent
{
    private bool wasSent;

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // What was sent once is gone: a second attempt would send the rest as if it were all.
        if (wasSent)
        {
            throw new IOException("The body cannot be sent twice.");
        }

        wasSent = true;
        return source.CopyToAsync(stream, cancellationToken);
    }

    /// <inheritdoc />
    protected override bool TryComputeLength(out long computed)
    {
        computed = length ?? 0;
        return length is not null;
    }
}
