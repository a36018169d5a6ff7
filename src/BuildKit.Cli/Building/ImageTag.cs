using BuildKit.Cli.Images;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Building;

/// <summary>One <c>--tag [TARGET=]NAME</c>.</summary>
/// <param name="Target">The image meant; null where only one is built.</param>
/// <param name="Reference">The name.</param>
internal sealed record ImageTag(string? Target, ImageReference Reference)
{
    /// <summary>Reads the option's value.</summary>
    /// <exception cref="BuildKitException">The name is none, or names a digest (BK4301).</exception>
    public static ImageTag Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        ImageReference reference = ImageNames.Parse(text[(equals + 1)..]);
        return reference.Digest is null
            ? new ImageTag(equals < 0 ? null : text[..equals], reference)
            : throw new BuildKitException(CommandLineErrorCodes.Usage, $"--tag '{text}' names a digest.", "A digest follows from the image; leave it out.");
    }
}
