using System.Collections.Immutable;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Locking;

/// <summary>What a Buildfile uses that <c>buildkit.lock</c> pins, each once and in the order of the Buildfile.</summary>
/// <param name="Bases">Tags of registries.</param>
/// <param name="Downloads">URLs without a digest in the Buildfile.</param>
/// <param name="Checkouts">Branches and tags of repositories.</param>
internal sealed record LockedBases(ImmutableArray<(ImageReference Reference, Platform Platform)> Bases, ImmutableArray<string> Downloads, ImmutableArray<(string Url, string Reference)> Checkouts)
{
    /// <summary>All of a Buildfile.</summary>
    public static LockedBases Of(LoadedBuildfile buildfile) => new(
        [
            .. buildfile.Graph.Steps.OfType<PullStep>()
                .Where(step => step.Reference is { Registry: not null, Digest: null })
                .Select(step => (step.Reference, step.Platform))
                .Distinct(),
        ],
        [.. buildfile.Graph.Steps.OfType<DownloadStep>().Where(step => step.Content is null).Select(step => step.Url).Distinct()],
        [.. buildfile.Graph.Steps.OfType<CheckoutStep>().Where(step => step.Commit is null).Select(step => (step.Url, step.Reference)).Distinct()]);

    /// <summary>
    /// Those of a name: a whole reference, one without its tag, or the end of one, such as <c>sdk</c> or <c>dotnet/sdk</c>; a URL, or its end behind a slash, such as <c>tool.tar.gz</c>.
    /// </summary>
    /// <exception cref="BuildKitException">A name is that of none (BK4314).</exception>
    public LockedBases Select(string path, IReadOnlyCollection<string> names)
    {
        foreach (string name in names.Where(name => !Bases.Any(known => Is(known.Reference, name)) && !Downloads.Any(url => Is(url, name)) && !Checkouts.Any(known => Is(known.Url, name))))
        {
            string[] known = [.. Bases.Select(known => known.Reference.ToString()).Distinct(), .. Downloads, .. Checkouts.Select(known => known.Url).Distinct()];
            throw new BuildKitException(
                CommandLineErrorCodes.UnknownBase,
                $"{path} has no base, download or checkout '{name}' that buildkit.lock pins.",
                known.Length == 0 ? "It has none at all: what is pinned are tags of registries, downloads without a digest, and checkouts of branches and tags." : $"It has {string.Join(", ", known)}.");
        }

        return names.Count == 0
            ? this
            : new(
                [.. Bases.Where(known => names.Any(name => Is(known.Reference, name)))],
                [.. Downloads.Where(url => names.Any(name => Is(url, name)))],
                [.. Checkouts.Where(known => names.Any(name => Is(known.Url, name)))]);
    }

    private static bool Is(ImageReference reference, string name) => Is(reference.ToString(), name) || Is(reference.Name, name);

    private static bool Is(string text, string name) => text == name || text.EndsWith("/" + name, StringComparison.Ordinal);
}
