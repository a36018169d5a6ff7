namespace BuildKit.Oci.Layers;

/// <summary>
/// Reads a layer's tar archive, forward only, in memory that does not grow with it: ustar, PAX, GNU long names, GNU and PAX sparse
/// files (expanded), binary numbers. Every checksum is verified, every name is normalised and lies below the root. Entries come in the
/// order of the archive; of two for one path the later counts. Directory entries for the root itself are given too.
/// </summary>
public sealed class LayerReader
{
    /// <summary>Reads from a stream of uncompressed bytes; see <see cref="LayerCompression.OpenDecompressed"/>.</summary>
    /// <param name="input">Not disposed of.</param>
    /// <param name="where">What messages call the archive.</param>
    /// <param name="options">The limits.</param>
    public LayerReader(Stream input, string where, LayerReaderOptions options) => _ = (input, where, options);

    /// <summary>
    /// The content of the current entry, <see cref="LayerEntry.Size"/> bytes; valid until the next <see cref="ReadAsync"/>,
    /// which skips what was not read. Empty for anything but files.
    /// </summary>
    public Stream Content => Stream.Null;

    /// <summary>The next entry, or null at the end; the input is then read to its end.</summary>
    /// <exception cref="BuildKitException">The archive is malformed, truncated, unsafe or too large (BK5020 to BK5025).</exception>
    public ValueTask<LayerEntry?> ReadAsync(CancellationToken ct) => throw new NotSupportedException();
}
