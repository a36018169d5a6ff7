using BuildKit.Graph.Facts;

namespace BuildKit.Facts;

/// <summary>Facts of the Git repository that a folder is in, by LibGit2Sharp. Nothing is read before it is asked for, and nothing twice.</summary>
public sealed class GitFacts : IGitFacts, IDisposable
{
    private GitFacts()
    {
    }

    /// <inheritdoc />
    public string? Sha => throw new NotSupportedException();

    /// <inheritdoc />
    public string? ShortSha => throw new NotSupportedException();

    /// <inheritdoc />
    public string? Branch => throw new NotSupportedException();

    /// <inheritdoc />
    public string? Tag => throw new NotSupportedException();

    /// <inheritdoc />
    public string? Version => throw new NotSupportedException();

    /// <inheritdoc />
    public bool IsDirty => throw new NotSupportedException();

    /// <inheritdoc />
    public DateTimeOffset? CommitTime => throw new NotSupportedException();

    /// <inheritdoc />
    public string? Remote => throw new NotSupportedException();

    /// <inheritdoc />
    public bool IsShallow => throw new NotSupportedException();

    /// <summary>The repository that holds the folder; null where there is none up to the filesystem's root.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">There is one that cannot be read (BK4401) or belongs to someone else (BK4402).</exception>
    public static GitFacts? Discover(string folder) => throw new NotSupportedException();

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
