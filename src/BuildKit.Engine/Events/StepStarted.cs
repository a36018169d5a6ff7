using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Events;

/// <summary>A step was not cached and begins to run.</summary>
public sealed record StepStarted(TimeSpan Elapsed, StepRef Step) : BuildEvent(Elapsed);
