using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Oci;

namespace BuildKit.Cli.Collecting;

/// <summary>BUILDKIT_KEEP: the size that the local store may have, in the form of <c>gc --keep</c>.</summary>
internal static class KeepVariable
{
    private const string Name = "BUILDKIT_KEEP";

    /// <summary>The size in bytes; null where the variable is not set or empty.</summary>
    /// <exception cref="BuildKitException">It is no size (BK4301).</exception>
    public static long? Read(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault(Name) is not { Length: > 0 } text ? null
        : SizeText.TryParse(text, out long bytes) ? bytes
        : throw new BuildKitException(CommandLineErrorCodes.Usage, $"{Name} is '{text}', which is no size.", "Write a whole number of bytes, or of kB, MB, GB or TB (powers of 1024), such as 20GB, or unset it.");
}
