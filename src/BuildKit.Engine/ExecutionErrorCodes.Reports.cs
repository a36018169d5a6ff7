namespace BuildKit.Engine;

public static partial class ExecutionErrorCodes
{
    /// <summary>The reports of a run cannot be read, or not be written where they belong.</summary>
    public const string ReportsNotWritten = "BK4110";

    /// <summary>A report of a failed run holds a secret, and stays inside.</summary>
    public const string ReportHoldsSecret = "BK4111";

    /// <summary>A run that ended well has left none of the files that its <c>reports:</c> name.</summary>
    public const string ReportsMissing = "BK4112";
}
