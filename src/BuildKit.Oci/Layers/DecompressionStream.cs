using BuildKit.Oci.Content;
using ZstdSharp;

namespace BuildKit.Oci.Layers;

/// <summary>Finds out how a stream is compressed when it is first read, and guards size and integrity of what comes out.</summary>
internal sealed class DecompressionStream(Stream compressed, long maxSize) : ReadOnlyStream
{
    private const int MagicLength = 4;

    private readonly byte[] magic = new byte[MagicLength];
    private Stream? inner;
    private long count;

    /// <inheritdoc />
    public override long Position
    {
        get => count;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        try
        {
            inner ??= Open(compressed.ReadAtLeast(magic, MagicLength, throwOnEndOfStream: false));
            return Counted(inner.Read(buffer));
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damaged(exception);
        }
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            inner ??= Open(await compressed.ReadAtLeastAsync(magic, MagicLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false));
            return Counted(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damaged(exception);
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner?.Dispose();
            compressed.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsDamage(Exception exception) => exception is InvalidDataException or ZstdException or EndOfStreamException;

    private static BuildKitException Damaged(Exception cause) => new(
        OciErrorCodes.CompressionInvalid,
        $"Compressed data is damaged: {cause.Message}",
        "It was not fetched or written in full, or something was appended: fetch or make it again.",
        cause);

    private Stream Open(int length)
    {
        ReadOnlyMemory<byte> prefix = magic.AsMemory(0, length);
        if (prefix.Span.StartsWith<byte>([0x1f, 0x8b]))
        {
            return new CheckedGzipStream(prefix, compressed);
        }

        PrefixedStream whole = new(prefix, compressed, ReadOnlyMemory<byte>.Empty);
        bool isZstd = length == MagicLength && (prefix.Span.SequenceEqual<byte>([0x28, 0xb5, 0x2f, 0xfd])

            // A skippable frame may come first, as pzstd writes it.
            || (prefix.Span[1..].SequenceEqual<byte>([0x2a, 0x4d, 0x18]) && (prefix.Span[0] & 0xf0) == 0x50));
        return isZstd ? new ZstdSharp.DecompressionStream(whole, leaveOpen: false) : whole;
    }

    private int Counted(int read)
    {
        count += read;
        return count <= maxSize ? read : throw new BuildKitException(
            OciErrorCodes.LimitExceeded, $"A layer has more than {maxSize} bytes when it is decompressed.", "It was made to exhaust a disk, or is no layer.");
    }
}
