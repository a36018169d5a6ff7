using BuildKit.Oci.Layers;

namespace BuildKit.Oci.Archives;

/// <summary>The entries of a tar archive, decompressed already.</summary>
internal sealed class TarEntries(Stream tar, string where, LayerReaderOptions limits) : IArchiveEntries
{
    private readonly LayerReader reader = new(tar, where, limits);

    /// <inheritdoc />
    public Stream Content => reader.Content;

    /// <inheritdoc />
    public async Task<LayerEntry?> ReadAsync(CancellationToken ct) => await reader.ReadAsync(ct).ConfigureAwait(false);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => tar.DisposeAsync();
}
