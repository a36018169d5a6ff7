using BuildKit.Oci.Layers;

namespace BuildKit.Oci.Archives;

/// <summary>The entries of one kind of archive.</summary>
internal interface IArchiveEntries : IAsyncDisposable
{
    /// <summary>The content of the current file.</summary>
    Stream Content { get; }

    /// <summary>The next entry, or null at the end.</summary>
    Task<LayerEntry?> ReadAsync(CancellationToken ct);
}
