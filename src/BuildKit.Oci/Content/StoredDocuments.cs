using BuildKit.Oci.Images;

namespace BuildKit.Oci.Content;

/// <summary>Whole documents in and out of any content store.</summary>
public static class StoredDocuments
{
    /// <summary>Reads a blob of at most 4 MiB and verifies it.</summary>
    /// <exception cref="BuildKitException">It is missing (BK5010), too large (BK5002) or has another digest (BK5011).</exception>
    public static Task<byte[]> ReadBytesAsync(this IContentStore store, Descriptor descriptor, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Reads and parses a manifest or index.</summary>
    public static Task<ManifestDocument> ReadManifestAsync(this IContentStore store, Descriptor descriptor, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Reads and parses an image's configuration.</summary>
    public static Task<ImageConfig> ReadConfigAsync(this IContentStore store, Descriptor descriptor, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Stores bytes and returns their descriptor.</summary>
    public static Task<Descriptor> WriteBytesAsync(this IContentStore store, string mediaType, ReadOnlyMemory<byte> content, CancellationToken ct) =>
        throw new NotSupportedException();
}
