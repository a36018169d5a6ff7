namespace BuildKit.Facts;

/// <summary>Codes of failures to read facts (docs/diagnostics.md).</summary>
public static class FactErrorCodes
{
    /// <summary>A Git repository that is there and cannot be read.</summary>
    public const string RepositoryUnreadable = "BK4401";
}
