using System.Collections.Immutable;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Facts;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Tests.Editing;

/// <summary>A world without Git, whose bases are in the store.</summary>
internal sealed class EditedFacts(BaseResolver bases) : IBuildFacts
{
    public Platform BuildPlatform => GraphSketch.Here;

    public DateTimeOffset? SourceDateEpoch => null;

    public IGitFacts? Git => null;

    public BaseImage? ResolveBase(ImageReference reference, Platform platform) => bases.ResolveAsync(reference, platform, BuildWorld.Ct).GetAwaiter().GetResult();

    public BaseImage? ResolveLayout(string path, string? tag, Platform platform) => null;

    public DotNetProject ResolveProject(ProjectQuery query) => NoProjectFacts.Instance.Resolve(query);

    public ImmutableArray<string> ResolveSolution(string path) => NoProjectFacts.Instance.ProjectsOf(path);
}
