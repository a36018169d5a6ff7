using System.Collections.Immutable;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Hosting;
using BuildKit.Facts;
using BuildKit.Graph.Facts;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Delivering;

/// <summary>The world as far as environments ask for it: no base is ever looked for.</summary>
internal sealed class WorkTreeFacts(IReadOnlyDictionary<string, string> environment, string contextDirectory, IProjectFacts projects) : IBuildFacts, IDisposable
{
    private readonly Lazy<GitFacts?> git = new(() => GitFacts.Discover(contextDirectory));
    private readonly Lazy<DateTimeOffset?> epoch = new(() => EpochVariable.Read(environment));

    /// <inheritdoc />
    public Platform BuildPlatform => HostPlatform.Current;

    /// <inheritdoc />
    public DateTimeOffset? SourceDateEpoch => epoch.Value;

    /// <inheritdoc />
    public IGitFacts? Git => git.Value;

    /// <inheritdoc />
    public BaseImage? ResolveBase(ImageReference reference, Platform platform) => null;

    /// <inheritdoc />
    public BaseImage? ResolveLayout(string path, string? tag, Platform platform) => null;

    /// <inheritdoc />
    public DotNetProject ResolveProject(ProjectQuery query) => projects.Resolve(query);

    /// <inheritdoc />
    public ImmutableArray<string> ResolveSolution(string path) => projects.ProjectsOf(path);

    /// <inheritdoc />
    public void Dispose()
    {
        if (git.IsValueCreated)
        {
            git.Value?.Dispose();
        }
    }
}
