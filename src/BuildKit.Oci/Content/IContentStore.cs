using BuildKit.Oci.Images;

namespace BuildKit.Oci.Content;

/// <summary>Blobs by digest. Safe for concurrent use, by several processes too where the content is on disk.</summary>
public interface IContentStore
{
    /// <summary>Whether the blob is there in full.</summary>
    Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct);

    /// <summary>
    /// Opens the blob. A remote store verifies the digest while the stream is read and throws at its end;
    /// a local store verified it when it was written.
    /// </summary>
    /// <exception cref="BuildKitException">The blob is not there, or its bytes are others than the digest says.</exception>
    Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct);

    /// <summary>
    /// Stores the stream's bytes under the expected digest and size, all or nothing. A blob that exists already is left as it is.
    /// </summary>
    /// <exception cref="BuildKitException">The bytes are others than the descriptor says, or the store could not take them.</exception>
    Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct);
}
