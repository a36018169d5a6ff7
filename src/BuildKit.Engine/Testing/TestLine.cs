using BuildKit.Engine.Sandbox;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Testing;

/// <summary>A line that a test printed.</summary>
/// <param name="Step">The step that printed it; null for the service under test.</param>
/// <param name="Stream">Where it was printed to.</param>
/// <param name="Text">The line, with the values of secrets blotted out.</param>
public sealed record TestLine(StepRef? Step, OutputStream Stream, string Text);
