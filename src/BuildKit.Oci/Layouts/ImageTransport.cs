namespace BuildKit.Oci.Layouts;

/// <summary>The forms that an image has on disk, named as skopeo names them.</summary>
public enum ImageTransport
{
    /// <summary><c>oci:DIR</c>, a folder in the OCI image layout.</summary>
    Oci,

    /// <summary><c>oci-archive:FILE</c>, the same in a tar archive.</summary>
    OciArchive,

    /// <summary><c>docker-archive:FILE</c>, what <c>docker save</c> writes and <c>docker load</c> reads.</summary>
    DockerArchive,

    /// <summary><c>dir:DIR</c>, a manifest and its blobs side by side.</summary>
    Directory,
}
