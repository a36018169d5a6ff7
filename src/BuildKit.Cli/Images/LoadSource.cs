using System.Collections.Immutable;
using BuildKit.Oci;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layouts;

namespace BuildKit.Cli.Images;

/// <summary>What <c>buildkit load</c> reads, and the names that it gives.</summary>
internal static class LoadSource
{
    private const string RefName = "org.opencontainers.image.ref.name";

    /// <summary>The image that the location's tag names, or all images.</summary>
    /// <exception cref="BuildKitException">There is none (BK4306).</exception>
    public static async Task<ImmutableArray<Descriptor>> SelectAsync(IImageSource source, ImageLocation location, CancellationToken ct)
    {
        if (location.Tag is { } tag)
        {
            Descriptor? image = await source.ResolveAsync(tag, ct).ConfigureAwait(false);
            return image is null ? throw Missing(location, $"no image '{tag}'") : [image];
        }

        ImmutableArray<Descriptor> all = await source.ListAsync(ct).ConfigureAwait(false);
        return all.IsEmpty ? throw Missing(location, "no image") : all;
    }

    /// <summary>The name in the local store: the image's own where it is a whole one, else the place's name with the image's tag.</summary>
    public static string NameOf(Descriptor image, ImageLocation location)
    {
        string? own = image.Annotations?.GetValueOrDefault(RefName) ?? location.Tag;
        if (own is not null && own.AsSpan().ContainsAny(":/") && ImageReference.TryParse(own, out ImageReference? reference))
        {
            return ImageNames.Local(reference);
        }

        string place = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(location.Path))).ToLowerInvariant();
        string repository = Path.HasExtension(place) ? Path.GetFileNameWithoutExtension(place) : place;
        return ImageReference.TryParse($"{repository}:{own ?? "latest"}", out ImageReference? made)
            ? ImageNames.Local(made)
            : throw new BuildKitException(CommandLineErrorCodes.Usage, $"The image in {location} has no name of its own.", "Give it one with --tag.");
    }

    /// <summary>The one image of a place.</summary>
    /// <exception cref="BuildKitException">There are several (BK4301).</exception>
    public static Descriptor Only(ImmutableArray<Descriptor> images, ImageLocation location) => images is [var only]
        ? Plain(only)
        : throw new BuildKitException(CommandLineErrorCodes.Usage, $"{location} holds {images.Length} images.", $"Say which: {location}:TAG.");

    /// <summary>The descriptor without what only its place says of it.</summary>
    public static Descriptor Plain(Descriptor image) => image with { Annotations = null, Platform = null };

    private static BuildKitException Missing(ImageLocation location, string what) => new(
        CommandLineErrorCodes.UnknownImage, $"{location} holds {what}.", "'skopeo inspect' or the tool that wrote it shows what is there.");
}
