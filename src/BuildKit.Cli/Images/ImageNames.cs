using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Images;

/// <summary>Names of images as the command line has them.</summary>
internal static class ImageNames
{
    /// <summary>Reads a name.</summary>
    /// <exception cref="BuildKitException">The text is none (BK4301).</exception>
    public static ImageReference Parse(string text)
    {
        try
        {
            return ImageReference.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new BuildKitException(
                CommandLineErrorCodes.Usage, exception.Message, "An image's name is [HOST[:PORT]/]PATH[:TAG][@DIGEST], in lower case.");
        }
    }

    /// <summary>The name that an image has in the local store: with its tag, <c>latest</c> where none was said.</summary>
    public static string Local(ImageReference reference) =>
        reference.Tag is null && reference.Digest is null ? $"{reference}:latest" : reference.ToString();

    /// <summary>An image of the local store.</summary>
    /// <exception cref="BuildKitException">There is none (BK4306).</exception>
    public static LocalImage Require(LocalStore store, string nameOrDigest) => store.Find(nameOrDigest) ?? throw Unknown(store, nameOrDigest);

    /// <summary>The failure for a name that the store does not have, with what is near.</summary>
    public static BuildKitException Unknown(LocalStore store, string name)
    {
        string? near = Errors.NearName.Find(
            name, store.Images().SelectMany(image => (IEnumerable<string>)[image.Name, image.Name.Replace(":latest", "", StringComparison.Ordinal)]));
        return new BuildKitException(
            CommandLineErrorCodes.UnknownImage,
            $"The local store has no image '{name}'.",
            near is null ? "'buildkit images' lists what is there; 'buildkit pull' brings an image of a registry." : $"Did you mean '{near}'?");
    }

    /// <summary>Reads a platform.</summary>
    /// <exception cref="BuildKitException">The text is none (BK4301).</exception>
    public static Platform ParsePlatform(string text)
    {
        try
        {
            return Platform.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new BuildKitException(CommandLineErrorCodes.Usage, exception.Message);
        }
    }
}
