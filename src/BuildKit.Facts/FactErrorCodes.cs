namespace BuildKit.Facts;

/// <summary>Codes of failures to read facts (docs/diagnostics.md).</summary>
public static class FactErrorCodes
{
    /// <summary>A Git repository that cannot be read.</summary>
    public const string RepositoryUnreadable = "BK4401";

    /// <summary>A Git repository of another user, which Git refuses.</summary>
    public const string RepositoryOwnedByOther = "BK4402";
}
