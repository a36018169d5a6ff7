namespace BuildKit.Graph.Evaluation.Values;

/// <summary><c>scratch</c></summary>
internal sealed record ScratchValue;
