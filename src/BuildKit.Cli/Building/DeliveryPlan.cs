using System.Collections.Immutable;
using BuildKit.Cli.Buildfiles;
using BuildKit.Graph.Targets;
using BuildKit.Oci;
using BuildKit.Oci.Layouts;

namespace BuildKit.Cli.Building;

/// <summary>What becomes of built images beyond the local store.</summary>
/// <param name="Tags">Further names.</param>
/// <param name="Push">Whether those with a registry are pushed.</param>
/// <param name="Output">Where the images are written; null for no place.</param>
/// <param name="MetadataFile">The file for the digests; null for none.</param>
internal sealed record DeliveryPlan(ImmutableArray<ImageTag> Tags, bool Push, ImageLocation? Output, string? MetadataFile)
{
    /// <summary>Checks before anything runs that every name belongs to one of the targets.</summary>
    /// <exception cref="BuildKitException">One does not, or could belong to several (BK4301).</exception>
    public void Check(ImmutableArray<Target> targets)
    {
        ImageTarget[] images = [.. targets.OfType<ImageTarget>()];
        foreach (ImageTag tag in Tags)
        {
            if (images.Length == 0 || !images.Any(image => Means(tag, image, images.Length)))
            {
                string all = string.Join(", ", images.Select(image => image.Name));
                throw new BuildKitException(
                    CommandLineErrorCodes.Usage,
                    tag.Target is null ? $"--tag '{tag.Reference}' does not say which image it names." : $"--tag names '{tag.Target}', which is not built.",
                    images.Length == 0 ? "Only images have names; name an image to build." : $"Write --tag TARGET={tag.Reference}; built are {all}.");
            }
        }

        if (images.Length == 0 && (Push || Output is not null))
        {
            throw new BuildKitException(CommandLineErrorCodes.Usage, "Only stages are built, and --push and --output are about images.", "Name an image to build.");
        }
    }

    /// <summary>The further names of an image.</summary>
    /// <param name="imageCount">How many images are built.</param>
    public IEnumerable<ImageTag> TagsOf(ImageTarget image, int imageCount) => Tags.Where(tag => Means(tag, image, imageCount));

    private static bool Means(ImageTag tag, ImageTarget image, int imageCount) => tag.Target is { } name
        ? TargetSelection.Find(new Graph.BuildGraph([], [image]), name) is not null
        : imageCount == 1;
}
