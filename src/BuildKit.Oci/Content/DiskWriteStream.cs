namespace BuildKit.Oci.Content;

/// <summary>Writes to a file and turns the disk's failures into BK5012 that name the file which was wanted.</summary>
internal sealed class DiskWriteStream(Stream file, string wanted) : WriteOnlyStream
{
    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
        }
        catch (Exception exception) when (DiskErrors.IsDisk(exception))
        {
            throw DiskErrors.Write(wanted, exception);
        }
    }

    /// <inheritdoc />
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await file.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DiskErrors.IsDisk(exception))
        {
            throw DiskErrors.Write(wanted, exception);
        }
    }

    /// <inheritdoc />
    public override void Flush()
    {
        try
        {
            file.Flush();
        }
        catch (Exception exception) when (DiskErrors.IsDisk(exception))
        {
            throw DiskErrors.Write(wanted, exception);
        }
    }
}
