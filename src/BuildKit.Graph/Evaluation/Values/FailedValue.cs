namespace BuildKit.Graph.Evaluation.Values;

/// <summary>The value of a variable whose evaluation gave an error that is reported; using it says nothing more.</summary>
internal sealed record FailedValue
{
    internal static FailedValue Instance { get; } = new();
}
