using BuildKit.Graph.Facts;

namespace BuildKit.Graph.Evaluation.Environments;

/// <summary>Git as a definition sees it that holds for every commit: each fact is its own name.</summary>
internal sealed class SymbolicGit : IGitFacts
{
    internal static SymbolicGit Instance { get; } = new();

    public string? Sha => "git.Sha";

    public string? ShortSha => "git.ShortSha";

    public string? Branch => "git.Branch";

    public string? Tag => "git.Tag";

    public string? Version => "git.Version";

    public bool IsDirty => false;

    public DateTimeOffset? CommitTime => DateTimeOffset.UnixEpoch;

    public string? Remote => "git.Remote";

    public bool IsShallow => false;
}
