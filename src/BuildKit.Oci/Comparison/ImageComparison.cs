using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Comparison;

/// <summary>Says in what two images differ: their layers by diff id first, then configurations, manifests and the index.</summary>
public static class ImageComparison
{
    /// <summary>The differences; none where the digests are equal, in which case nothing is read. Layers are read where their diff ids differ, and no others.</summary>
    /// <exception cref="BuildKitException">A document or layer is missing or wrong, or a repository did not answer.</exception>
    public static async Task<ImmutableArray<ImageDifference>> CompareAsync(ComparedImage left, ComparedImage right, CancellationToken ct)
    {
        if (left.Root.Digest == right.Root.Digest)
        {
            return [];
        }

        List<ImageDifference> differences = [];
        List<(string Platform, Descriptor Manifest)> lefts = await PlatformsAsync(left, ct).ConfigureAwait(false);
        List<(string Platform, Descriptor Manifest)> rights = await PlatformsAsync(right, ct).ConfigureAwait(false);
        foreach (string platform in lefts.Concat(rights).Select(side => side.Platform).Distinct())
        {
            Descriptor? before = lefts.Find(side => side.Platform == platform).Manifest;
            Descriptor? after = rights.Find(side => side.Platform == platform).Manifest;
            if (before is null || after is null)
            {
                differences.Add(new ImageDifference(ComparedPart.Index, "platform", before is null ? null : platform, after is null ? null : platform));
                continue;
            }

            var variant = new VariantComparison(left.Store, right.Store);
            differences.AddRange((await variant.CompareAsync(before, after, ct).ConfigureAwait(false)).Select(difference => difference with { Platform = platform }));
        }

        differences.AddRange(await CompareRootsAsync(left, right, differences.Count > 0, ct).ConfigureAwait(false));
        return [.. differences];
    }

    private static async Task<IEnumerable<ImageDifference>> CompareRootsAsync(ComparedImage left, ComparedImage right, bool differBelow, CancellationToken ct)
    {
        bool isIndex = MediaTypes.IsIndex(left.Root.MediaType);
        if (isIndex != MediaTypes.IsIndex(right.Root.MediaType))
        {
            return [new ImageDifference(ComparedPart.Index, "mediaType", left.Root.MediaType, right.Root.MediaType)];
        }

        // An index names its manifests by their digests, which differ where something below does.
        return !isIndex || differBelow ? [] : DocumentComparison.Compare(
            ComparedPart.Index, await left.Store.ReadBytesAsync(left.Root, ct).ConfigureAwait(false), await right.Store.ReadBytesAsync(right.Root, ct).ConfigureAwait(false), []);
    }

    /// <summary>The manifests by platform; of several for one platform the first has its plain name.</summary>
    private static async Task<List<(string Platform, Descriptor Manifest)>> PlatformsAsync(ComparedImage image, CancellationToken ct)
    {
        var platforms = new List<(string Platform, Descriptor Manifest)>();
        ManifestDocument document = await image.Store.ReadManifestAsync(image.Root, ct).ConfigureAwait(false);
        foreach (Descriptor manifest in document.Index?.Manifests.Where(PlatformSelector.IsImage) ?? [image.Root])
        {
            Platform platform = MediaTypes.IsIndex(manifest.MediaType)
                ? throw new BuildKitException(OciErrorCodes.DocumentInvalid, $"{image.Root.Digest} is an index of indexes, which cannot be compared.", "Compare the inner ones by their digests.")
                : manifest.Platform ?? (await Image.LoadAsync(image.Store, manifest, ct).ConfigureAwait(false)).Platform;
            int same = platforms.Count(other => other.Platform == platform.ToString() || other.Platform.StartsWith(platform + " (", StringComparison.Ordinal));
            platforms.Add((same == 0 ? platform.ToString() : $"{platform} ({same + 1})", manifest));
        }

        return platforms;
    }
}
