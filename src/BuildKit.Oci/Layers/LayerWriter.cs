namespace BuildKit.Oci.Layers;

/// <summary>
/// Writes a layer: a POSIX ustar archive with PAX records where ustar cannot say it (OCI image-spec, layer.md). The bytes depend on
/// the entries alone. Entries come in ascending order of their paths, an <see cref="LayerEntryKind.OpaqueDirectory"/>
/// after the directory of the same path; the owner of the stream disposes of it.
/// </summary>
public sealed class LayerWriter
{
    /// <summary>Writes to a stream from its current position on.</summary>
    public LayerWriter(Stream output) => _ = output;

    /// <summary>Writes one entry.</summary>
    /// <param name="content">Exactly <see cref="LayerEntry.Size"/> bytes for a file; null for everything else and for an empty file.</param>
    /// <exception cref="BuildKitException">The entry cannot stand in a layer, or the content has another length than it says (BK5026).</exception>
    /// <exception cref="InvalidOperationException">The entry is out of order.</exception>
    public Task WriteAsync(LayerEntry entry, Stream? content, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Ends the archive with two zero blocks and flushes.</summary>
    public Task CompleteAsync(CancellationToken ct) => throw new NotSupportedException();
}
