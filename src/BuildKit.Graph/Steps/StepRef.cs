namespace BuildKit.Graph.Steps;

/// <summary>A step by its index, from 0, in <see cref="BuildGraph.Steps"/>. A step's inputs always have smaller indexes.</summary>
public readonly record struct StepRef(int Index);
