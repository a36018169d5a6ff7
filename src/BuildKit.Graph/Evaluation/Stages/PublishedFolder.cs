using BuildKit.Graph.Steps;

namespace BuildKit.Graph.Evaluation.Stages;

/// <summary>Where a body has published a project to.</summary>
/// <param name="To">As written.</param>
/// <param name="Behind">The last step in front of it, whose working directory a relative path starts from.</param>
internal sealed record PublishedFolder(string To, StepRef Behind);
