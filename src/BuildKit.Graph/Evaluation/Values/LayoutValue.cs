namespace BuildKit.Graph.Evaluation.Values;

/// <summary><c>Oci("path:tag")</c></summary>
internal sealed record LayoutValue(string Path, string? Tag);
