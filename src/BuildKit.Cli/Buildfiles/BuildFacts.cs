using BuildKit.Cli.Hosting;
using BuildKit.Engine.Bases;
using BuildKit.Facts;
using BuildKit.Graph.Facts;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Buildfiles;

/// <summary>The world as a Buildfile sees it: Git, bases and the invoking process's SOURCE_DATE_EPOCH; each is looked at when it is asked for.</summary>
internal sealed class BuildFacts : IBuildFacts, IDisposable
{
    private readonly string buildfileDirectory;
    private readonly BaseResolver bases;
    private readonly bool onlyKnownBases;
    private readonly CancellationToken ct;
    private readonly Lazy<GitFacts?> git;
    private readonly Lazy<DateTimeOffset?> epoch;

    /// <summary>Puts the facts together.</summary>
    /// <param name="environment">The variables of the process.</param>
    /// <param name="contextDirectory">The folder whose repository is meant.</param>
    /// <param name="buildfileDirectory">What paths of layouts are relative to.</param>
    /// <param name="bases">Finds bases.</param>
    /// <param name="onlyKnownBases">Whether a base that cannot be found is left open instead of being an error (<c>buildkit graph</c>).</param>
    /// <param name="ct">Stops questions to registries.</param>
    public BuildFacts(
        IReadOnlyDictionary<string, string> environment, string contextDirectory, string buildfileDirectory, BaseResolver bases, bool onlyKnownBases, CancellationToken ct)
    {
        this.buildfileDirectory = buildfileDirectory;
        this.bases = bases;
        this.onlyKnownBases = onlyKnownBases;
        this.ct = ct;
        git = new Lazy<GitFacts?>(() => GitFacts.Discover(contextDirectory));
        epoch = new Lazy<DateTimeOffset?>(() => EpochVariable.Read(environment));
    }

    /// <inheritdoc />
    public Platform BuildPlatform => HostPlatform.Current;

    /// <inheritdoc />
    public DateTimeOffset? SourceDateEpoch => epoch.Value;

    /// <inheritdoc />
    public IGitFacts? Git => git.Value;

    /// <inheritdoc />
    public BaseImage? ResolveBase(ImageReference reference, Platform platform) => Known(() => bases.ResolveAsync(reference, platform, ct));

    /// <inheritdoc />
    public BaseImage? ResolveLayout(string path, string? tag, Platform platform) =>
        Known(() => LayoutImage.ReadAsync(Path.GetFullPath(path, buildfileDirectory), tag, platform, ct));

    /// <inheritdoc />
    public void Dispose()
    {
        if (git.IsValueCreated)
        {
            git.Value?.Dispose();
        }
    }

    private BaseImage? Known(Func<Task<BaseImage>> resolve)
    {
        try
        {
            // Evaluation is synchronous and pure; this is the one seam where it waits for the world.
            return resolve().GetAwaiter().GetResult();
        }
        catch (BuildKitException) when (onlyKnownBases)
        {
            return null;
        }
    }
}
