namespace BuildKit.Oci.Images;

/// <summary>Chooses among the manifests of an index (OCI image-spec, image-index.md, "platform").</summary>
public static class PlatformSelector
{
    /// <summary>
    /// The manifest for a platform, or null where there is none. An exact variant comes before one that the platform can run as well
    /// (<c>linux/arm/v7</c> runs v6 and v5; <c>arm64</c> and <c>arm64/v8</c> are the same); of equals the first counts.
    /// Entries that say they are no image, such as attestations with the platform <c>unknown/unknown</c>, are never chosen.
    /// </summary>
    public static Descriptor? Find(ImageIndex index, Platform platform) => throw new NotSupportedException();

    /// <summary>As <see cref="Find"/>, where absence is a failure that lists what there is (BK5005).</summary>
    public static Descriptor Select(ImageIndex index, Platform platform, string where) => throw new NotSupportedException();
}
