namespace BuildKit.Graph.Evaluation.Values;

/// <summary>A bare name out of a set.</summary>
internal sealed record EnumValue(string Name);
