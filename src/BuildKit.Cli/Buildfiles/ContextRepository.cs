using BuildKit.Facts;
using BuildKit.Graph.Facts;

namespace BuildKit.Cli.Buildfiles;

/// <summary>The Git repository that a build context is in, looked for when it is first asked for.</summary>
/// <param name="directory">The context's folder.</param>
internal sealed class ContextRepository(string directory) : IDisposable
{
    private readonly Lazy<GitFacts?> git = new(() => GitFacts.Discover(directory));

    /// <summary>What it says; null where there is none.</summary>
    public IGitFacts? Facts => git.Value;

    /// <inheritdoc />
    public void Dispose()
    {
        if (git.IsValueCreated)
        {
            git.Value?.Dispose();
        }
    }
}
