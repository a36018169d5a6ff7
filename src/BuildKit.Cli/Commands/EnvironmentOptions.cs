using System.CommandLine;
using BuildKit.Cli.Buildfiles;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Cli.Commands;

/// <summary>Arguments and options that the commands on environments share.</summary>
internal static class EnvironmentOptions
{
    /// <summary><c>ENV</c></summary>
    public static Argument<string> Name(string description)
    {
        var argument = new Argument<string>("ENV") { Description = description };
        argument.CompletionSources.Add(_ => TargetCompletions.OfEnvironments());
        return argument;
    }

    /// <summary><c>--take-over</c></summary>
    public static Option<bool> TakeOver() => new("--take-over")
    {
        Description = "Take over a tag that somebody else moved, removed, or pushed before the environment was used.",
    };

    /// <summary>Reads a digest.</summary>
    /// <exception cref="BuildKitException">The text is none (BK4301).</exception>
    public static Digest ParseDigest(string text) => Digest.TryParse(text, out Digest digest)
        ? digest
        : throw new BuildKitException(
            CommandLineErrorCodes.Usage, $"'{text}' is no digest.", "Write it in full, as 'buildkit history' prints it: sha256: and 64 hexadecimal digits.");
}
