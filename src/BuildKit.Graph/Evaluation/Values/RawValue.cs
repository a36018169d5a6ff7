namespace BuildKit.Graph.Evaluation.Values;

/// <summary><c>Raw(x)</c>: shell text.</summary>
internal sealed record RawValue(string Text);
