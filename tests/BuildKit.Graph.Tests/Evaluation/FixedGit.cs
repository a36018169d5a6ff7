using BuildKit.Graph.Facts;

namespace BuildKit.Graph.Tests.Evaluation;

/// <summary>A repository whose facts are given.</summary>
internal sealed record FixedGit : IGitFacts
{
    public string? Sha { get; init; } = "0123456789abcdef0123456789abcdef01234567";

    public string? ShortSha => Sha?[..7];

    public string? Branch { get; init; } = "main";

    public string? Tag { get; init; }

    public string? Version { get; init; } = "1.2.4-dev.3";

    public bool IsDirty { get; init; }

    public DateTimeOffset? CommitTime { get; init; } = new(2026, 1, 31, 14, 5, 6, 789, TimeSpan.FromHours(2));

    public string? Remote { get; init; }

    public bool IsShallow { get; init; }
}
