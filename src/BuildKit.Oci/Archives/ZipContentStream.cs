using ICSharpCode.SharpZipLib.Checksum;

namespace BuildKit.Oci.Archives;

/// <summary>The content of a zip's file, verified against the size and CRC-32 that the directory says, which the library does not do.</summary>
internal sealed class ZipContentStream(Stream inner, long size, long expectedCrc, string where) : Stream
{
    private readonly Crc32 crc = new();
    private long count;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => size;

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

        int read;
        try
        {
            read = inner.Read(buffer, offset, count);
        }
        catch (Exception exception) when (ArchiveErrors.IsDamage(exception))
        {
            throw ArchiveErrors.Invalid(where, exception.Message, exception);
        }

        crc.Update(new ArraySegment<byte>(buffer, offset, Math.Max(read, 0)));
        this.count += Math.Max(read, 0);
        if (this.count > size || (read <= 0 && this.count < size))
        {
            throw ArchiveErrors.Invalid(where, $"it has other than the {size} bytes that the archive's directory says", null);
        }

        return read > 0 || crc.Value == expectedCrc ? Math.Max(read, 0) : throw ArchiveErrors.Invalid(where, "its checksum is wrong", null);
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
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
