using System.Globalization;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Fetches;

/// <summary>Reads the body of one request from a connection, by its length or by chunks (RFC 9112, section 7.1). Trailers are dropped.</summary>
/// <param name="input">The connection.</param>
/// <param name="head">Whose body it is.</param>
/// <param name="begin">Called in front of the first read: tells a client that waits for it to go on.</param>
internal sealed class RequestBodyStream(HttpInput input, RequestHead head, Func<CancellationToken, Task> begin) : ReadOnlyStream
{
    private const int MostLineBytes = 8 * 1024;

    private long left = head.ContentLength ?? 0;
    private bool hasBegun;
    private bool isFirstChunk = true;

    /// <summary>Whether all of it has been read, so that another request can follow.</summary>
    internal bool IsAtEnd { get; private set; } = !head.HasBody;

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsAtEnd || buffer.IsEmpty)
        {
            return 0;
        }

        if (!hasBegun)
        {
            hasBegun = true;
            await begin(cancellationToken);
        }

        if (head.IsChunked && left == 0 && !await BeginChunkAsync(cancellationToken))
        {
            IsAtEnd = true;
            return 0;
        }

        int count = await input.ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], cancellationToken);
        left -= count;
        IsAtEnd = left == 0 && !head.IsChunked;
        return count > 0 ? count : throw new IOException("The body of the request is cut off.");
    }

    /// <inheritdoc />
    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    // False at the last one, whose trailers are read.
    private async Task<bool> BeginChunkAsync(CancellationToken ct)
    {
        var room = new LineRoom(MostLineBytes);
        if (!isFirstChunk && await input.ReadLineAsync(room, ct) is not "")
        {
            throw new IOException("A chunk is longer than it says.");
        }

        isFirstChunk = false;
        string line = await input.ReadLineAsync(room, ct) ?? "";
        string size = line.Split(';')[0].TrimEnd(' ', '\t');
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out left) || left < 0)
        {
            throw new IOException("A chunk has no size.");
        }

        while (left == 0 && await input.ReadLineAsync(room, ct) is not ("" or null))
        {
            // A trailer.
        }

        return left > 0;
    }
}
