using BuildKit.Graph.Evaluation.Stages;

namespace BuildKit.Graph.Evaluation.Values;

/// <summary>A stage or image, not yet of any platform.</summary>
internal sealed record StageValue(StageDeclaration Declaration);
