using System.CommandLine;
using BuildKit.Cli.Images;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Starting;

/// <summary><c>--family ADDRESS</c>: what stands in front of <c>/aspnet</c>, <c>/runtime</c> and <c>/sdk</c> in the names of the bases.</summary>
internal static class FamilyOption
{
    private const string Help = "Give what stands in front of /aspnet, /runtime and /sdk, such as registry.example.com/dotnet.";

    /// <summary>The option.</summary>
    public static Option<string?> Create() => new("--family")
    {
        Description = "Where the bases of .NET are: a mirror of mcr.microsoft.com/dotnet, or bases of your own that are named alike (default: mcr.microsoft.com/dotnet).",
        HelpName = "ADDRESS",
    };

    /// <summary>The option's value without a slash at its end; null where it is not given.</summary>
    /// <exception cref="BuildKitException">It is no name of an image, or has a tag or a digest (BK4301).</exception>
    public static string? Read(ParseResult arguments, Option<string?> option)
    {
        if (arguments.GetValue(option) is not { } text)
        {
            return null;
        }

        if (text.Trim('/').Length == 0)
        {
            throw new BuildKitException(CommandLineErrorCodes.Usage, "--family is given without an address.", Help);
        }

        ImageReference reference = ImageNames.Parse(text.TrimEnd('/'));
        return reference is { Tag: null, Digest: null }
            ? reference.Name
            : throw new BuildKitException(CommandLineErrorCodes.Usage, $"--family '{text}' has a tag or a digest, and names no single image.", Help);
    }
}
