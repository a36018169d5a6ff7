using System.Collections.Immutable;
using BuildKit.Graph.Facts;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Environments;

/// <summary>The world as environments see it before a release is chosen: inside of them, no commit is known, least of all that of the work tree.</summary>
internal sealed class UnreleasedFacts(IBuildFacts facts) : IBuildFacts
{
    /// <summary>Whether the statements of an environment are being carried out.</summary>
    internal bool IsInside { get; set; }

    public Platform BuildPlatform => facts.BuildPlatform;

    public DateTimeOffset? SourceDateEpoch => facts.SourceDateEpoch;

    public IGitFacts? Git => IsInside
        ? throw new BuildKitException(
            GraphDiagnosticCodes.EnvironmentCommit,
            "'git' in an environment is of the commit that a release was built from, which is known in Tag(...) only",
            "Use a param, or write it out.")
        : facts.Git;

    public BaseImage? ResolveBase(ImageReference reference, Platform platform) => facts.ResolveBase(reference, platform);

    public BaseImage? ResolveLayout(string path, string? tag, Platform platform) => facts.ResolveLayout(path, tag, platform);

    public DotNetProject ResolveProject(ProjectQuery query) => facts.ResolveProject(query);

    public ImmutableArray<string> ResolveSolution(string path) => facts.ResolveSolution(path);
}
