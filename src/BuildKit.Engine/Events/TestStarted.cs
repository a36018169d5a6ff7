using BuildKit.Graph.Targets;

namespace BuildKit.Engine.Events;

/// <summary>A test that is not known to pass begins to run.</summary>
public sealed record TestStarted(TimeSpan Elapsed, TestTarget Test) : BuildEvent(Elapsed);
