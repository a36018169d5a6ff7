using BuildKit.Oci.Content;

namespace BuildKit.Oci.Layers;

/// <summary>Bytes that were read ahead, the rest of their stream, and bytes behind its end.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest, ReadOnlyMemory<byte> suffix) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> before = prefix;
    private ReadOnlyMemory<byte> after = suffix;

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        if (!before.IsEmpty)
        {
            return Take(ref before, buffer);
        }

        int read = rest.Read(buffer);
        return read > 0 ? read : Take(ref after, buffer);
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!before.IsEmpty)
        {
            return Take(ref before, buffer.Span);
        }

        int read = await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return read > 0 ? read : Take(ref after, buffer.Span);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }

        base.Dispose(disposing);
    }

    private static int Take(ref ReadOnlyMemory<byte> bytes, Span<byte> buffer)
    {
        int part = Math.Min(bytes.Length, buffer.Length);
        bytes.Span[..part].CopyTo(buffer);
        bytes = bytes[part..];
        return part;
    }
}
