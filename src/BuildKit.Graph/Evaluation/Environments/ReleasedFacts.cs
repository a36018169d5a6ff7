using System.Collections.Immutable;
using BuildKit.Graph.Facts;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Environments;

/// <summary>The world as the tags of a release see it: Git is what was recorded when it was built, never the work tree of whoever promotes it.</summary>
internal sealed class ReleasedFacts(IBuildFacts facts, IGitFacts? recorded) : IBuildFacts
{
    public Platform BuildPlatform => facts.BuildPlatform;

    public DateTimeOffset? SourceDateEpoch => facts.SourceDateEpoch;

    public IGitFacts? Git => recorded;

    public BaseImage? ResolveBase(ImageReference reference, Platform platform) => facts.ResolveBase(reference, platform);

    public BaseImage? ResolveLayout(string path, string? tag, Platform platform) => facts.ResolveLayout(path, tag, platform);

    public DotNetProject ResolveProject(ProjectQuery query) => facts.ResolveProject(query);

    public ImmutableArray<string> ResolveSolution(string path) => facts.ResolveSolution(path);
}
