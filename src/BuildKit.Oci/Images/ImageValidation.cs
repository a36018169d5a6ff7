using BuildKit.Oci.Content;

namespace BuildKit.Oci.Images;

/// <summary>Checks an image whole, for tests and for <c>verify</c>.</summary>
public static class ImageValidation
{
    /// <summary>
    /// Reads everything that the manifest or index needs and throws at the first contradiction: digests and sizes of all blobs, diff_ids against
    /// the decompressed layers, layers against history, every layer read to its end by the strict reader.
    /// </summary>
    /// <exception cref="BuildKitException">The first thing that is wrong.</exception>
    public static Task ValidateAsync(IContentStore store, Descriptor root, CancellationToken ct) => throw new NotSupportedException();
}
