using BuildKit.Oci.Layers;

namespace BuildKit.Oci.Archives;

/// <summary>
/// Reads a zip, tar, tar.gz, tar.bz2 or tar.zst archive, told apart by its first bytes, entry by entry. Paths are
/// normalised and lie below the root; times are the archive's.
/// </summary>
public sealed class ArchiveReader : IAsyncDisposable
{
    private ArchiveReader()
    {
    }

    /// <summary>The content of the current file; valid until the next <see cref="ReadAsync"/>.</summary>
    public Stream Content => Stream.Null;

    /// <summary>Opens an archive.</summary>
    /// <param name="archive">The file; a zip must be seekable. Disposed of with the reader.</param>
    /// <param name="where">What messages call it.</param>
    /// <param name="limits">The limits, such as <see cref="LayerReaderOptions.Archive"/>.</param>
    /// <exception cref="BuildKitException">It is no such archive (BK5040).</exception>
    public static Task<ArchiveReader> OpenAsync(Stream archive, string where, LayerReaderOptions limits, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>The next entry, in the order of the archive, or null at the end.</summary>
    /// <exception cref="BuildKitException">The archive is damaged, unsafe, encrypted or too large (BK5020 to BK5042).</exception>
    public Task<LayerEntry?> ReadAsync(CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
