namespace BuildKit.Oci.Layers;

/// <summary>Compresses and decompresses layers.</summary>
public static class LayerCompression
{
    /// <summary>What is read of one layer where nobody says otherwise: one tebibyte.</summary>
    public const long DefaultMaxSize = 1L << 40;

    /// <summary>
    /// Compresses into bytes that depend on the input, the format and this program's version alone: not on the machine, the number of
    /// threads, or how the input is cut into reads. Neither stream is disposed of.
    /// </summary>
    public static async Task CompressAsync(Stream tar, Stream output, LayerFormat format, CancellationToken ct)
    {
        await using LayerCompressor compressor = new(output, format);
        await tar.CopyToAsync(compressor, 256 * 1024, ct).ConfigureAwait(false);
        await compressor.CompleteAsync(ct).ConfigureAwait(false);
    }

    /// <summary>
    /// The uncompressed bytes of a gzip, zstd or uncompressed stream, told apart by its first bytes. The read that reaches the end verifies that
    /// the compressed data is whole and that nothing follows it (BK5025). Disposing of it disposes of the compressed stream.
    /// </summary>
    /// <param name="compressed">The blob's bytes.</param>
    /// <param name="maxSize">Bytes after which reading fails with BK5023; null for <see cref="DefaultMaxSize"/>.</param>
    public static Stream OpenDecompressed(Stream compressed, long? maxSize) => new DecompressionStream(compressed, maxSize ?? DefaultMaxSize);
}
