using System.Globalization;
using LibGit2Sharp;

namespace BuildKit.Facts;

/// <summary>A version for a commit by its nearest version tag: the one with the fewest commits that the commit has and the tag has not.</summary>
internal static class VersionFromTags
{
    // As git describe: of tags on different branches, the nearest is looked for among this many.
    private const int Candidates = 10;

    /// <summary>See <see cref="Graph.Facts.IGitFacts.Version"/>; null also where a shallow history ends before any version tag.</summary>
    internal static string? Of(Repository repository, Commit head)
    {
        Dictionary<ObjectId, SemanticVersion> versions = VersionTags.Of(repository);
        if (versions.TryGetValue(head.Id, out SemanticVersion? own))
        {
            return own.ToString();
        }

        var found = new List<(Commit Commit, SemanticVersion Version)>();
        int commits = 0;
        foreach (Commit commit in Query(repository, head, null))
        {
            commits++;
            if (versions.TryGetValue(commit.Id, out SemanticVersion? version))
            {
                found.Add((commit, version));
                if (found.Count == Candidates)
                {
                    break;
                }
            }
        }

        if (found.Count == 0)
        {
            return repository.Info.IsShallow ? null : "0.0.0-dev." + commits.ToString(CultureInfo.InvariantCulture);
        }

        (int distance, SemanticVersion nearest) = found
            .Select(candidate => (Distance: Query(repository, head, candidate.Commit).Count(), candidate.Version))
            .OrderBy(candidate => candidate.Distance)
            .ThenByDescending(candidate => candidate.Version)
            .First();
        return nearest.Development(distance);
    }

    private static ICommitLog Query(Repository repository, Commit head, Commit? without) => repository.Commits.QueryBy(new CommitFilter
    {
        IncludeReachableFrom = head,
        ExcludeReachableFrom = without,
        SortBy = CommitSortStrategies.Topological | CommitSortStrategies.Time,
    });
}
