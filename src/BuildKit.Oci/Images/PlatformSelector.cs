namespace BuildKit.Oci.Images;

/// <summary>Chooses among the manifests of an index (OCI image-spec, image-index.md, "platform").</summary>
public static class PlatformSelector
{
    private const string AttestationType = "vnd.docker.reference.type";

    /// <summary>
    /// The manifest for a platform, or null where there is none. An exact variant comes before one that the platform can run as well
    /// (<c>linux/arm/v7</c> runs v6 and v5; <c>arm64</c> and <c>arm64/v8</c> are the same); of equals the first counts.
    /// Entries that say they are no image, such as attestations with the platform <c>unknown/unknown</c>, are never chosen. An index whose only
    /// image names no platform gives that one: its configuration will say what it runs on.
    /// </summary>
    public static Descriptor? Find(ImageIndex index, Platform platform)
    {
        List<Descriptor> images = [.. index.Manifests.Where(IsImage)];
        if (images is [{ Platform: null } only])
        {
            return only;
        }

        // OrderBy is stable: of equals the first of the document.
        return images
            .Where(d => d.Platform is not null)
            .Select(d => (Descriptor: d, Rank: Rank(d.Platform ?? platform, platform)))
            .Where(c => c.Rank is not null)
            .OrderBy(c => c.Rank)
            .Select(c => c.Descriptor)
            .FirstOrDefault();
    }

    /// <summary>As <see cref="Find"/>, where absence is a failure that lists what there is (BK5005).</summary>
    public static Descriptor Select(ImageIndex index, Platform platform, string where)
    {
        string offered = string.Join(", ", index.Manifests.Where(IsImage).Select(d => d.Platform?.ToString() ?? "(no platform)").Distinct());
        return Find(index, platform) ?? throw new BuildKitException(
            OciErrorCodes.PlatformMissing,
            $"{where} has no image for {platform}" + (offered.Length > 0 ? $"; it has {offered}." : "."),
            "Choose one of its platforms, or another image.");
    }

    /// <summary>Whether an image made for one platform runs on another.</summary>
    public static bool RunsOn(Platform image, Platform platform) => Rank(image, platform) is not null;

    /// <summary>Whether an entry of an index is an image, and not what belongs to one.</summary>
    internal static bool IsImage(Descriptor descriptor) =>
        descriptor.Platform is not { Os: "unknown" } and not { Architecture: "unknown" }
        && descriptor.Annotations?.ContainsKey(AttestationType) != true
        && descriptor.ArtifactType is null
        && (MediaTypes.IsManifest(descriptor.MediaType) || MediaTypes.IsIndex(descriptor.MediaType));

    /// <summary>0 for the same variant, more the older it is; null where it does not run.</summary>
    private static int? Rank(Platform image, Platform wanted)
    {
        if (image.Os != wanted.Os || image.Architecture != wanted.Architecture)
        {
            return null;
        }

        string have = VariantOf(image);
        string want = VariantOf(wanted);
        if (have == want)
        {
            return 0;
        }

        // Only versions of one instruction set build on each other: v5 < v6 < v7, v1 < v2 < v3.
        bool comparable = LevelOf(have) is not null && LevelOf(want) is not null;
        return comparable && LevelOf(have) < LevelOf(want) ? LevelOf(want) - LevelOf(have) : null;
    }

    private static string VariantOf(Platform platform) => platform switch
    {
        { Variant: { Length: > 0 } variant } => variant,
        { Architecture: "arm64" } => "v8",
        { Architecture: "arm" } => "v7",
        { Architecture: "amd64" } => "v1",
        _ => "",
    };

    private static int? LevelOf(string variant) =>
        variant.Length == 2 && variant[0] == 'v' && char.IsAsciiDigit(variant[1]) ? variant[1] - '0' : null;
}
