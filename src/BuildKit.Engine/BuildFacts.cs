using System.Collections.Immutable;
using BuildKit.Engine.Bases;
using BuildKit.Graph.Facts;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Engine;

/// <summary>The world as a Buildfile sees it; each fact is looked at when it is asked for.</summary>
/// <param name="bases">Finds bases.</param>
/// <param name="buildfileDirectory">What paths of layouts are relative to; absolute.</param>
/// <param name="ct">Stops questions to registries.</param>
public sealed class BuildFacts(BaseResolver bases, string buildfileDirectory, CancellationToken ct) : IBuildFacts
{
    /// <summary>The repository that <c>git</c> means; called whenever a Buildfile asks, so it remembers its answer. Without one there is no repository.</summary>
    public Func<IGitFacts?> FindGit { get; init; } = () => null;

    /// <summary>The time that is to stand in images; by default the Buildfile's own or that of the commit.</summary>
    public Func<DateTimeOffset?> FindSourceDateEpoch { get; init; } = () => null;

    /// <summary>Who evaluates .NET projects; without one, none is known.</summary>
    public IProjectFacts Projects { get; init; } = NoProjectFacts.Instance;

    /// <summary>Whether a base that cannot be found is left open instead of being an error.</summary>
    public bool OnlyKnownBases { get; init; }

    /// <inheritdoc />
    public bool PublishesOnHost { get; init; }

    /// <inheritdoc />
    public Platform BuildPlatform => HostPlatform.Current;

    /// <inheritdoc />
    public DateTimeOffset? SourceDateEpoch => FindSourceDateEpoch();

    /// <inheritdoc />
    public IGitFacts? Git => FindGit();

    /// <inheritdoc />
    public BaseImage? ResolveBase(ImageReference reference, Platform platform) => Known(() => bases.ResolveAsync(reference, platform, ct));

    /// <inheritdoc />
    public BaseImage? ResolveLayout(string path, string? tag, Platform platform) =>
        Known(() => LayoutImage.ReadAsync(Path.GetFullPath(path, buildfileDirectory), tag, platform, ct));

    /// <inheritdoc />
    public DotNetProject ResolveProject(ProjectQuery query) => Projects.Resolve(query);

    /// <inheritdoc />
    public ImmutableArray<string> ResolveSolution(string path) => Projects.ProjectsOf(path);

    private BaseImage? Known(Func<Task<BaseImage>> resolve)
    {
        try
        {
            // Evaluation is synchronous and pure; this is the one seam where it waits for the world.
            return resolve().GetAwaiter().GetResult();
        }
        catch (BuildKitException) when (OnlyKnownBases)
        {
            return null;
        }
    }
}
