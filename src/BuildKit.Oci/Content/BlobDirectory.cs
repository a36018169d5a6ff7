using BuildKit.Oci.Images;

namespace BuildKit.Oci.Content;

/// <summary>
/// Blobs in a folder, <c>blobs/sha256/HEX</c> (OCI image-spec, image-layout.md, "Blobs"). Content is verified, synced and renamed into
/// place, so a blob that is there is whole. Any number of processes may write at once. Temporary files are
/// <c>.tmp-*</c> beside the blobs; those of killed processes are found by their lock being free and removed.
/// </summary>
public sealed class BlobDirectory : IContentStore
{
    /// <summary>Works on the folder that holds <c>blobs</c>; it is made when something is written.</summary>
    public BlobDirectory(string root) => Root = Path.GetFullPath(root);

    /// <summary>The folder that holds <c>blobs</c>.</summary>
    public string Root { get; }

    /// <summary>Where the blob lies, or would lie.</summary>
    public string PathOf(Digest digest) => Path.Combine(Root, "blobs", digest.Algorithm, digest.Hex);

    /// <inheritdoc />
    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Starts a blob whose digest is not known yet, such as one that is being compressed.</summary>
    public BlobWriter Create() => throw new NotSupportedException();

    /// <summary>Removes temporary files that no living process writes.</summary>
    public void RemoveAbandoned() => throw new NotSupportedException();
}
