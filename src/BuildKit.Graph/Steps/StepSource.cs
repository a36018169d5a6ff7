namespace BuildKit.Graph.Steps;

/// <summary>The root filesystem that a step gave.</summary>
public sealed record StepSource(StepRef Step) : CopySource;
