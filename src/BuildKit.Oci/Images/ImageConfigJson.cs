namespace BuildKit.Oci.Images;

/// <summary>
/// The JSON form of an image configuration (OCI image-spec, config.md, with Docker's <c>Healthcheck</c> and <c>Shell</c>).
/// The bytes depend on the value alone. Members that <see cref="ImageConfig"/> has no place for are not kept: Docker's
/// <c>container</c>, <c>container_config</c>, <c>docker_version</c>, <c>OnBuild</c>, <c>Hostname</c> and the like say nothing about
/// how the image runs.
/// </summary>
public static class ImageConfigJson
{
    /// <summary>Writes the document: UTF-8, members in a fixed order, no white space between them.</summary>
    public static byte[] Write(ImageConfig value) => throw new NotSupportedException();

    /// <summary>Reads the document.</summary>
    /// <param name="json">UTF-8, at most 4 MiB.</param>
    /// <param name="where">What messages call it.</param>
    /// <exception cref="BuildKitException">It is not such a document (BK5001 to BK5003).</exception>
    public static ImageConfig Read(ReadOnlyMemory<byte> json, string where) => throw new NotSupportedException();
}
