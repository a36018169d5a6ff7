using BuildKit.Delivery.Evidence;
using BuildKit.Graph.Facts;

namespace BuildKit.Cli.Delivering;

/// <summary>Git as it was when a release was built.</summary>
internal sealed class RecordedGit(SourceFacts facts) : IGitFacts
{
    /// <inheritdoc />
    public string? Sha => facts.Commit;

    /// <inheritdoc />
    public string? ShortSha => facts.ShortCommit;

    /// <inheritdoc />
    public string? Branch => facts.Branch;

    /// <inheritdoc />
    public string? Tag => facts.Tag;

    /// <inheritdoc />
    public string? Version => facts.Version;

    /// <inheritdoc />
    public bool IsDirty => !facts.Clean;

    /// <inheritdoc />
    public DateTimeOffset? CommitTime => facts.CommitTime;

    /// <inheritdoc />
    public string? Remote => facts.Remote;

    /// <inheritdoc />
    public bool IsShallow => false;

    /// <summary>The facts of a release as Git's; null where it was built without Git.</summary>
    public static RecordedGit? Of(SourceFacts? facts) => facts is { Commit: not null } ? new RecordedGit(facts) : null;

    /// <summary>What Git says of the work tree that a release is built from.</summary>
    /// <param name="git">The repository; null where there is none.</param>
    /// <param name="uncommitted">The first thing that the commit does not have; null where it has all.</param>
    /// <param name="tool">The program.</param>
    public static SourceFacts Record(IGitFacts? git, string? uncommitted, string tool) => git is null
        ? new SourceFacts(Clean: false, Tool: tool)
        : new SourceFacts(
            uncommitted is null && git.Sha is not null, git.Sha, git.ShortSha, git.Branch, git.Tag, git.Version, WholeSeconds(git.CommitTime), git.Remote, tool, uncommitted);

    private static DateTimeOffset? WholeSeconds(DateTimeOffset? time) =>
        time is { } moment ? DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds()) : null;
}
