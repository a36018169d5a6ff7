using BuildKit.Oci.Images;

namespace BuildKit.Oci.Content;

/// <summary>Whole documents in and out of any content store.</summary>
public static class StoredDocuments
{
    /// <summary>The largest document that is read, in bytes: what registries accept as a manifest.</summary>
    public const int MaxSize = 4 * 1024 * 1024;

    /// <summary>Reads a blob of at most 4 MiB and verifies it.</summary>
    /// <exception cref="BuildKitException">It is missing (BK5010), too large (BK5002) or has another digest (BK5011).</exception>
    public static async Task<byte[]> ReadBytesAsync(this IContentStore store, Descriptor descriptor, CancellationToken ct)
    {
        if (descriptor.Size is < 0 or > MaxSize)
        {
            throw new BuildKitException(
                OciErrorCodes.DocumentTooLarge,
                $"{descriptor.Digest} ({descriptor.MediaType}) is said to have {descriptor.Size} bytes; a document has at most {MaxSize}.",
                "It is no image document: check what was pushed under the name.");
        }

        await using Stream stream = await store.OpenReadAsync(descriptor, ct).ConfigureAwait(false);
        await using VerifyingStream verified = new(stream, descriptor, "The repository", leaveOpen: true);
        byte[] content = new byte[descriptor.Size];
        await verified.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);

        // The read at the end is the one that verifies.
        await verified.ReadAsync(new byte[1], ct).ConfigureAwait(false);
        return content;
    }

    /// <summary>Reads and parses a manifest or index.</summary>
    public static async Task<ManifestDocument> ReadManifestAsync(this IContentStore store, Descriptor descriptor, CancellationToken ct) =>
        ManifestDocument.Read(await store.ReadBytesAsync(descriptor, ct).ConfigureAwait(false), descriptor.MediaType, descriptor.Digest.ToString());

    /// <summary>Reads and parses an image's configuration.</summary>
    public static async Task<ImageConfig> ReadConfigAsync(this IContentStore store, Descriptor descriptor, CancellationToken ct) =>
        ImageConfigJson.Read(await store.ReadBytesAsync(descriptor, ct).ConfigureAwait(false), descriptor.Digest.ToString());

    /// <summary>Stores bytes and returns their descriptor.</summary>
    public static async Task<Descriptor> WriteBytesAsync(this IContentStore store, string mediaType, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        Descriptor descriptor = new(mediaType, Digest.Of(content.Span), content.Length);
        using MemoryStream stream = new(content.ToArray(), writable: false);
        await store.WriteAsync(descriptor, stream, ct).ConfigureAwait(false);
        return descriptor;
    }
}
