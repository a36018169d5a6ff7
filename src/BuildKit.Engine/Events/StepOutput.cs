using BuildKit.Engine.Sandbox;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Events;

/// <summary>A running step printed a line.</summary>
public sealed record StepOutput(TimeSpan Elapsed, StepRef Step, OutputStream Stream, string Line) : BuildEvent(Elapsed);
