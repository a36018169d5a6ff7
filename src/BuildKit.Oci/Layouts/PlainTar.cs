using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Oci.Layouts;

/// <summary>Archives of images: plain files in the order of their names, with fixed owner, mode and time.</summary>
internal sealed class PlainTar(Stream output)
{
    private const int FileMode = 0x1a4;
    private const int DirectoryMode = 0x1ed;

    private readonly LayerWriter writer = new(output);

    public Task AddDirectoryAsync(string name, CancellationToken ct) =>
        writer.WriteAsync(new LayerEntry { Kind = LayerEntryKind.Directory, Path = LayerPath.Parse(name), Mode = DirectoryMode }, null, ct);

    public async Task AddFileAsync(string name, string source, CancellationToken ct)
    {
        FileStream file;
        try
        {
            file = File.OpenRead(source);
        }
        catch (Exception exception) when (DiskErrors.IsDisk(exception))
        {
            throw DiskErrors.Read(source, exception);
        }

        await using (file.ConfigureAwait(false))
        {
            await writer.WriteAsync(Entry(name, file.Length), file, ct).ConfigureAwait(false);
        }
    }

    public async Task AddFileAsync(string name, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        using MemoryStream stream = new(content.ToArray(), writable: false);
        await writer.WriteAsync(Entry(name, content.Length), stream, ct).ConfigureAwait(false);
    }

    public Task CompleteAsync(CancellationToken ct) => writer.CompleteAsync(ct);

    private static LayerEntry Entry(string name, long size) =>
        new() { Kind = LayerEntryKind.File, Path = LayerPath.Parse(name), Mode = FileMode, Size = size };
}
