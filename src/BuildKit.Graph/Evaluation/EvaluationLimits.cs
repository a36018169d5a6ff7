namespace BuildKit.Graph.Evaluation;

/// <summary>How far the evaluation of a Buildfile may go: far beyond real ones, and over within a second or two.</summary>
internal static class EvaluationLimits
{
    /// <summary>Evaluated expressions and statements; long strings and lists count by their size.</summary>
    internal const int Steps = 1_000_000;

    /// <summary>UTF-16 code units of one string.</summary>
    internal const int StringLength = 4 * 1024 * 1024;

    /// <summary>Elements of one list.</summary>
    internal const int ListLength = 100_000;

    /// <summary>Errors that are reported; more help nobody.</summary>
    internal const int Diagnostics = 200;
}
