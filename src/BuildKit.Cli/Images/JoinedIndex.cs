using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Images;

/// <summary>Images for one platform each, joined under one index. The index names the platforms in the order given, as a build for all of them would.</summary>
internal static class JoinedIndex
{
    /// <summary>Brings the images to a place and puts an index there that names them; its tag moves last.</summary>
    /// <param name="images">Each may be an index itself; then all its images count.</param>
    /// <exception cref="BuildKitException">Two are for one platform, or one is no image (BK4345); or a side failed.</exception>
    public static async Task<Descriptor> CreateAsync(IReadOnlyList<NamedImage> images, IImageRepository destination, string tag, CancellationToken ct)
    {
        var parts = new List<(NamedImage Image, Descriptor Manifest)>();
        foreach (NamedImage image in images)
        {
            foreach (Descriptor manifest in await ManifestsAsync(image, ct).ConfigureAwait(false))
            {
                if (parts.Find(part => Equals(part.Manifest.Platform, manifest.Platform)) is { Image: { } other } && other != image)
                {
                    throw new BuildKitException(
                        CommandLineErrorCodes.CannotJoin, $"{other.Name} and {image.Name} are both for {manifest.Platform}.", "Give one image for each platform.");
                }

                parts.Add((image, manifest));
            }
        }

        foreach ((NamedImage image, Descriptor manifest) in parts)
        {
            await ImageCopy.CopyAsync(image.Repository, destination, manifest, CopyOptions.Default, null, ct).ConfigureAwait(false);
        }

        var index = new ImageIndex(MediaTypes.OciIndex, [.. parts.Select(part => part.Manifest)]);
        Descriptor written = await destination.WriteBytesAsync(MediaTypes.OciIndex, ImageIndexJson.Write(index), ct).ConfigureAwait(false);
        await destination.TagAsync(written, tag, ct).ConfigureAwait(false);
        return written;
    }

    private static async Task<IReadOnlyList<Descriptor>> ManifestsAsync(NamedImage image, CancellationToken ct)
    {
        ManifestDocument document = await image.Repository.ReadManifestAsync(image.Root, ct).ConfigureAwait(false);
        if (document.Manifest is { } manifest)
        {
            return [await WithPlatformAsync(image, image.Root, manifest, ct).ConfigureAwait(false)];
        }

        var manifests = new List<Descriptor>();
        foreach (Descriptor child in document.Children)
        {
            ManifestDocument below = await image.Repository.ReadManifestAsync(child, ct).ConfigureAwait(false);
            manifests.Add(below.Manifest is { } single
                ? await WithPlatformAsync(image, child, single, ct).ConfigureAwait(false)
                : throw NoImage(image, "holds an index within an index"));
        }

        return manifests;
    }

    // The configuration's word counts: a tag of a registry names no platform.
    private static async Task<Descriptor> WithPlatformAsync(NamedImage image, Descriptor descriptor, ImageManifest manifest, CancellationToken ct)
    {
        if (manifest.Config.MediaType is not (MediaTypes.OciConfig or MediaTypes.DockerConfig))
        {
            throw NoImage(image, $"is no image but {manifest.ArtifactType ?? manifest.Config.MediaType}");
        }

        ImageConfig config = await image.Repository.ReadConfigAsync(manifest.Config, ct).ConfigureAwait(false);
        return new Descriptor(manifest.MediaType, descriptor.Digest, descriptor.Size) { Platform = config.Platform };
    }

    private static BuildKitException NoImage(NamedImage image, string problem) =>
        new(CommandLineErrorCodes.CannotJoin, $"{image.Name} {problem}, which has no platform.", "Give images, each for one platform or an index of such.");
}
