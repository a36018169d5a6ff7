using LibGit2Sharp;

namespace BuildKit.Facts;

/// <summary>The tags of a repository, lightweight and annotated ones alike.</summary>
internal static class VersionTags
{
    /// <summary>The name of the tag on a commit: the highest version, else the last name in ordinal order; null where there is none.</summary>
    internal static string? On(Repository repository, Commit commit) =>
        repository.Tags
            .Where(tag => tag.PeeledTarget?.Id == commit.Id)
            .Select(tag => tag.FriendlyName)
            .OrderByDescending(Version)
            .ThenByDescending(name => name, StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>For each commit with tags <c>v1.2.3</c>, the highest of them.</summary>
    internal static Dictionary<ObjectId, SemanticVersion> Of(Repository repository)
    {
        var versions = new Dictionary<ObjectId, SemanticVersion>();
        foreach (Tag tag in repository.Tags)
        {
            if (Version(tag.FriendlyName) is { } version && tag.PeeledTarget is Commit commit
                && (!versions.TryGetValue(commit.Id, out SemanticVersion? known) || version.CompareTo(known) > 0))
            {
                versions[commit.Id] = version;
            }
        }

        return versions;
    }

    private static SemanticVersion? Version(string name) => name.StartsWith('v') ? SemanticVersion.Parse(name[1..]) : null;
}
