namespace BuildKit.Oci.Images;

/// <summary>The JSON form of an image manifest (OCI image-spec, manifest.md). The bytes depend on the value alone.</summary>
public static class ImageManifestJson
{
    /// <summary>Writes the document: UTF-8, members in the order of the specification, no white space between them.</summary>
    public static byte[] Write(ImageManifest value) => throw new NotSupportedException();

    /// <summary>Reads the document; see <see cref="ManifestDocument.Read"/>.</summary>
    /// <exception cref="BuildKitException">It is not such a document (BK5001 to BK5004).</exception>
    public static ImageManifest Read(ReadOnlyMemory<byte> json, string? mediaType, string where) => throw new NotSupportedException();
}
