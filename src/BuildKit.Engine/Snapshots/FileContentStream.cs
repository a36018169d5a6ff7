using BuildKit.Engine.Native;
using BuildKit.Oci.Content;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Snapshots;

/// <summary>Reads an open file from its start.</summary>
internal sealed class FileContentStream : ReadOnlyStream
{
    private readonly SafeFileHandle file;
    private readonly byte[] name;

    /// <param name="name">What messages call the file.</param>
    public FileContentStream(SafeFileHandle file, byte[] name) => (this.file, this.name) = (file, name);

    public override int Read(Span<byte> buffer) => buffer.IsEmpty ? 0 : Posix.Read(file, buffer, name);

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}
