using BuildKit.Graph.Mounts;

namespace BuildKit.Graph.Evaluation.Values;

/// <summary>A declared secret; its content is not known here.</summary>
internal sealed record SecretValue(SecretSource Source);
