using System.CommandLine;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layouts;

namespace BuildKit.Cli.Images;

/// <summary>Images on disk, outside the store: <c>--output TRANSPORT:PATH[:TAG]</c>.</summary>
internal static class ImageOutput
{
    private const string Forms = "oci:DIR, oci-archive:FILE, docker-archive:FILE or dir:DIR";

    /// <summary>The option.</summary>
    public static Option<string> Option(bool required) => new("--output", "-o")
    {
        Description = $"Where to: {Forms}.",
        HelpName = "TRANSPORT:PATH",
        Required = required,
    };

    /// <summary>Reads the option's value.</summary>
    /// <exception cref="BuildKitException">It is no location (BK4301).</exception>
    public static ImageLocation Parse(string text) => ImageLocation.TryParse(text, out ImageLocation? location)
        ? location
        : throw new BuildKitException(CommandLineErrorCodes.Usage, $"'{text}' is no place for an image.", $"Write {Forms}.");

    /// <summary>Writes images, all or none where the place is a file.</summary>
    public static async Task WriteAsync(LocalStore store, IReadOnlyList<LocalImage> images, ImageLocation location, CancellationToken ct)
    {
        if (images.Count > 1 && (location.Tag is not null || location.Transport == ImageTransport.Directory))
        {
            throw new BuildKitException(
                CommandLineErrorCodes.Usage, $"{location} takes one image, and there are {images.Count}.", "Leave the tag out, or name one image.");
        }

        IImageDestination destination = await location.CreateAsync(ct).ConfigureAwait(false);
        await using (destination.ConfigureAwait(false))
        {
            foreach (LocalImage image in images)
            {
                CopyOptions options = CopyOptions.Default with { Tags = [location.Tag ?? NameIn(location.Transport, image.Name, images.Count == 1)] };
                await ImageCopy.CopyAsync(store, destination, image.Manifest, options, null, ct).ConfigureAwait(false);
            }

            await destination.CompleteAsync(ct).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Docker's archives hold whole names. A layout's names are tags by custom: an image that stands alone has its own tag there, and
    /// several have their whole names, since their tags may be the same.
    /// </summary>
    private static string NameIn(ImageTransport transport, string name, bool isOnlyImage) =>
        isOnlyImage && transport != ImageTransport.DockerArchive && ImageReference.TryParse(name, out ImageReference? reference)
            ? reference.Tag ?? "latest"
            : name;
}
