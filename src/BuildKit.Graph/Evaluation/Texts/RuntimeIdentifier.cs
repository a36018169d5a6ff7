using System.Collections.Immutable;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>.NET's names of platforms (runtime identifiers), such as <c>linux-x64</c>.</summary>
internal static class RuntimeIdentifier
{
    /// <summary>The one of a platform: of those that a project names the first for the platform's processor, else the portable one.</summary>
    internal static string For(Platform platform, ImmutableArray<string> named) => Find(platform, named, "linux-");

    /// <summary>The same where the C library is musl, as on Alpine.</summary>
    internal static string ForMusl(Platform platform, ImmutableArray<string> named) => Find(platform, named, "linux-musl-");

    private static string Find(Platform platform, ImmutableArray<string> named, string system)
    {
        string processor = platform.Architecture switch { "amd64" => "x64", "386" => "x86", var other => other };
        return named.FirstOrDefault(identifier => identifier.StartsWith(system, StringComparison.Ordinal) && identifier.EndsWith("-" + processor, StringComparison.Ordinal))
            ?? system + processor;
    }
}
