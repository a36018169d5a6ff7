namespace BuildKit.Oci.Layers;

/// <summary>Compresses and decompresses layers.</summary>
public static class LayerCompression
{
    /// <summary>
    /// Compresses with gzip into bytes that depend on the input and this program's version alone: not on the machine, the number of
    /// threads, or how the input is cut into reads. Neither stream is disposed of.
    /// </summary>
    public static Task CompressAsync(Stream tar, Stream output, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>
    /// The uncompressed bytes of a gzip, zstd or uncompressed stream, told apart by its first bytes. Reads after the end
    /// of the data verify that nothing follows. Disposing of it disposes of the compressed stream.
    /// </summary>
    /// <param name="compressed">The blob's bytes.</param>
    /// <param name="maxSize">Bytes after which reading fails with BK5023; null for one tebibyte.</param>
    public static Stream OpenDecompressed(Stream compressed, long? maxSize) => throw new NotSupportedException();
}
