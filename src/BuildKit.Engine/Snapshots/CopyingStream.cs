using BuildKit.Engine.Native;
using BuildKit.Oci.Content;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Snapshots;

/// <summary>Writes everything that is read from a source to a file too, so that one pass feeds the archive's hash and the disk. The source is disposed of with it.</summary>
internal sealed class CopyingStream : ReadOnlyStream
{
    private readonly Stream source;
    private readonly SafeFileHandle target;
    private readonly byte[] name;

    /// <param name="name">What messages call the target.</param>
    public CopyingStream(Stream source, SafeFileHandle target, byte[] name) => (this.source, this.target, this.name) = (source, target, name);

    public override int Read(Span<byte> buffer)
    {
        int count = source.Read(buffer);
        Posix.Write(target, buffer[..count], name);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Posix.Write(target, buffer.Span[..count], name);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        base.Dispose(disposing);
    }
}
