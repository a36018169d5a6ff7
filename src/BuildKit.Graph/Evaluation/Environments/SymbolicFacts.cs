using System.Collections.Immutable;
using BuildKit.Graph.Facts;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Environments;

/// <summary>The world as the definition of a test sees it, which is the same for every commit and machine.</summary>
internal sealed class SymbolicFacts(IBuildFacts facts) : IBuildFacts
{
    /// <summary>The platform of whatever machine runs the test.</summary>
    internal static Platform AnyPlatform { get; } = new("linux", "any");

    /// <summary>Whether the statements of a test are being carried out. Conditions around it decide whether it exists, by what is the case.</summary>
    internal bool IsInside { get; set; }

    public Platform BuildPlatform => IsInside ? AnyPlatform : facts.BuildPlatform;

    public DateTimeOffset? SourceDateEpoch => facts.SourceDateEpoch;

    public IGitFacts? Git => IsInside ? SymbolicGit.Instance : facts.Git;

    public BaseImage? ResolveBase(ImageReference reference, Platform platform) => null;

    public BaseImage? ResolveLayout(string path, string? tag, Platform platform) => null;

    public DotNetProject ResolveProject(ProjectQuery query) => facts.ResolveProject(query);

    public ImmutableArray<string> ResolveSolution(string path) => facts.ResolveSolution(path);
}
