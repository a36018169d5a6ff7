namespace BuildKit.Graph.Facts;

/// <summary>Facts of a Git repository; each is computed when it is first read. Behind <c>git.*</c> in a Buildfile.</summary>
public interface IGitFacts
{
    /// <summary>The 40 hexadecimal digits of HEAD; null before the first commit.</summary>
    string? Sha { get; }

    /// <summary>The first 7 digits, or more where 7 are ambiguous.</summary>
    string? ShortSha { get; }

    /// <summary>The branch's short name; null when HEAD is detached.</summary>
    string? Branch { get; }

    /// <summary>The tag on HEAD, the highest version where there are several; null where there is none.</summary>
    string? Tag { get; }

    /// <summary>
    /// A SemVer 2 version from the nearest tag <c>v1.2.3</c>: the tag's own on the tagged commit, else the next patch with
    /// <c>-dev.N</c> for N commits since; <c>0.0.0-dev.N</c> without any tag. Null before the first commit.
    /// </summary>
    string? Version { get; }

    /// <summary>Whether tracked files differ from HEAD or untracked files are there that are not ignored.</summary>
    bool IsDirty { get; }

    /// <summary>The committer's time of HEAD, UTC.</summary>
    DateTimeOffset? CommitTime { get; }

    /// <summary>The URL of <c>origin</c> without user info; null where there is no such remote.</summary>
    string? Remote { get; }

    /// <summary>Whether history is cut off, so that <see cref="Version"/> and <see cref="Tag"/> may miss what lies before.</summary>
    bool IsShallow { get; }
}
