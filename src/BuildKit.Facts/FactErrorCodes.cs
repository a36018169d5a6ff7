namespace BuildKit.Facts;

/// <summary>Codes of failures to read facts, and to fetch from other repositories (docs/diagnostics.md).</summary>
public static class FactErrorCodes
{
    /// <summary>A Git repository that is there and cannot be read.</summary>
    public const string RepositoryUnreadable = "BK4401";

    /// <summary>A repository elsewhere did not give what was asked for.</summary>
    public const string FetchFailed = "BK4173";

    /// <summary>What is named is no commit.</summary>
    public const string NoCommit = "BK4174";

    /// <summary>A commit has names that nobody may check out.</summary>
    public const string CommitRefused = "BK4176";

    /// <summary>A commit has no such folder.</summary>
    public const string NoFolder = "BK4177";

    /// <summary>The copy of a repository lacks what it should have.</summary>
    public const string CopyDamaged = "BK4179";
}
