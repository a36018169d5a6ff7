using ICSharpCode.SharpZipLib.BZip2;

namespace BuildKit.Oci.Archives;

/// <summary>Decompresses bzip2 data, several streams in a row too, as parallel compressors write them; the library stops after the first.</summary>
internal sealed class Bzip2Stream : Stream
{
    private readonly BufferedStream compressed;
    private readonly string where;
    private readonly long maxSize;
    private BZip2InputStream? current;
    private long count;

    /// <param name="compressed">Disposed of with this.</param>
    /// <param name="where">What messages call it.</param>
    /// <param name="maxSize">Bytes after which reading fails with BK5023.</param>
    public Bzip2Stream(Stream compressed, string where, long maxSize)
    {
        this.compressed = new BufferedStream(compressed, 64 * 1024);
        this.where = where;
        this.maxSize = maxSize;
    }

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => count;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0)
        {
            return 0;
        }

        try
        {
            return Counted(ReadStreams(buffer, offset, count));
        }
        catch (Exception exception) when (ArchiveErrors.IsDamage(exception))
        {
            throw ArchiveErrors.Invalid(where, "its bzip2 data cannot be read: " + exception.Message, exception);
        }
    }

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            current?.Dispose();
            compressed.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadStreams(byte[] buffer, int offset, int length)
    {
        while (true)
        {
            int read = current?.Read(buffer, offset, length) ?? 0;
            if (read > 0)
            {
                return read;
            }

            // The library takes bytes one at a time, so the next stream begins where it stopped.
            int next = compressed.ReadByte();
            if (next < 0)
            {
                return 0;
            }

            if (next != 'B' || compressed.ReadByte() != 'Z')
            {
                throw new InvalidDataException("something else follows it");
            }

            current = new BZip2InputStream(new Layers.PrefixedStream("BZ"u8.ToArray(), compressed, ReadOnlyMemory<byte>.Empty)) { IsStreamOwner = false };
        }
    }

    private int Counted(int read)
    {
        count += read;
        return count <= maxSize ? read : throw new BuildKitException(
            OciErrorCodes.LimitExceeded, $"{where} has more than {maxSize} bytes when it is decompressed.", "It was made to exhaust a disk, or is no archive.");
    }
}
