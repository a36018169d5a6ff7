using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Copying;

/// <summary>
/// A blob of the source as a stream that a destination can read again from its start: going back opens the blob once more. Remembers
/// a failure to read, so that it is not taken for the destination's.
/// </summary>
internal sealed class SourceStream(IContentStore source, Descriptor blob, Action<long> moved) : Stream
{
    private Stream? current;
    private long position;

    /// <summary>Why the source could not be read; null while it could.</summary>
    public Exception? Failure { get; private set; }

    public override bool CanRead => true;

    /// <summary>Only back to the start.</summary>
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => blob.Size;

    public override long Position
    {
        get => position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            current ??= await source.OpenReadAsync(blob, cancellationToken).ConfigureAwait(false);
            int read = await current.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            position += read;
            if (read > 0)
            {
                moved(position);
            }

            return read;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Failure = failure;
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin)
    {
        long target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => position + offset,
            _ => blob.Size + offset,
        };
        if (target == position)
        {
            return position;
        }

        if (target != 0)
        {
            throw new NotSupportedException("A blob of a copy is read again only from its start.");
        }

        current?.Dispose();
        current = null;
        position = 0;
        moved(0);
        return 0;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            current?.Dispose();
        }

        base.Dispose(disposing);
    }
}
