using BuildKit.Oci.Images;

namespace BuildKit.Oci.Content;

/// <summary>A blob being written under a temporary name. Disposing without <see cref="CommitAsync"/> drops it.</summary>
public sealed class BlobWriter : IAsyncDisposable
{
    private readonly BlobDirectory directory;
    private readonly TemporaryFile file;
    private readonly DigestingStream digesting;

    internal BlobWriter(BlobDirectory directory, TemporaryFile file)
    {
        this.directory = directory;
        this.file = file;
        digesting = new DigestingStream(file.Stream, leaveOpen: true);
    }

    /// <summary>Takes the bytes. Failures of the disk are BK5012.</summary>
    public Stream Stream => digesting;

    /// <summary>What was written so far.</summary>
    public Digest Digest => digesting.GetDigest();

    /// <summary>Syncs the bytes and puts them in place under their digest; returns what they are.</summary>
    public Task<Descriptor> CommitAsync(string mediaType, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Descriptor descriptor = new(mediaType, digesting.GetDigest(), digesting.Count);
        file.Commit(directory.PathOf(descriptor.Digest));
        return Task.FromResult(descriptor);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await digesting.DisposeAsync().ConfigureAwait(false);
        await file.DisposeAsync().ConfigureAwait(false);
    }
}
