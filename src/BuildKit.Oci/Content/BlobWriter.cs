namespace BuildKit.Oci.Content;

/// <summary>A blob being written under a temporary name. Disposing without <see cref="CommitAsync"/> drops it.</summary>
public sealed class BlobWriter : IAsyncDisposable
{
    internal BlobWriter()
    {
    }

    /// <summary>Takes the bytes. Failures of the disk are BK5012.</summary>
    public Stream Stream => Stream.Null;

    /// <summary>Syncs the bytes and puts them in place under their digest; returns what they are.</summary>
    public Task<Images.Descriptor> CommitAsync(string mediaType, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
