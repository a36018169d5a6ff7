namespace BuildKit.Graph;

/// <summary>Codes of mistakes that show when a Buildfile is evaluated (docs/diagnostics.md). Those of syntax and names are the language's.</summary>
public static class GraphDiagnosticCodes
{
    /// <summary>A parameter was given that the Buildfile does not declare.</summary>
    public const string UnknownParameter = "BK2501";

    /// <summary>A parameter without a default was not given.</summary>
    public const string MissingParameter = "BK2502";

    /// <summary>A parameter's text is no value of its type, or not one of those allowed.</summary>
    public const string InvalidParameter = "BK2503";

    /// <summary>buildkit.lock is not what it should be.</summary>
    public const string InvalidLockFile = "BK2590";

    /// <summary>buildkit.lock was written by a newer version.</summary>
    public const string NewerLockFile = "BK2591";
}
