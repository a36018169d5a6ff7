using System.Collections.Immutable;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Locking;

/// <summary>The bases of a Buildfile that <c>buildkit.lock</c> pins: tags of registries.</summary>
internal static class LockedBases
{
    /// <summary>Each once, in the order of the Buildfile.</summary>
    public static ImmutableArray<(ImageReference Reference, Platform Platform)> Of(LoadedBuildfile buildfile) =>
    [
        .. buildfile.Graph.Steps.OfType<PullStep>()
            .Where(step => step.Reference is { Registry: not null, Digest: null })
            .Select(step => (step.Reference, step.Platform))
            .Distinct(),
    ];

    /// <summary>Those of a name: a whole reference, one without its tag, or the end of one, such as <c>sdk</c> or <c>dotnet/sdk</c>.</summary>
    /// <exception cref="BuildKitException">A name is that of none (BK4314).</exception>
    public static ImmutableArray<(ImageReference Reference, Platform Platform)> Select(
        ImmutableArray<(ImageReference Reference, Platform Platform)> bases, string path, IReadOnlyCollection<string> names)
    {
        foreach (string name in names.Where(name => !bases.Any(known => Is(known.Reference, name))))
        {
            throw new BuildKitException(
                CommandLineErrorCodes.UnknownBase,
                $"{path} has no base '{name}' that buildkit.lock pins.",
                bases.IsEmpty ? "It has none at all: what is pinned are tags of registries." : $"It has {string.Join(", ", bases.Select(known => known.Reference.ToString()).Distinct())}.");
        }

        return names.Count == 0 ? bases : [.. bases.Where(known => names.Any(name => Is(known.Reference, name)))];
    }

    private static bool Is(ImageReference reference, string name) =>
        reference.ToString() == name || reference.Name == name
        || reference.ToString().EndsWith("/" + name, StringComparison.Ordinal) || reference.Name.EndsWith("/" + name, StringComparison.Ordinal);
}
