using BuildKit.Engine.Testing;
using BuildKit.Graph.Targets;

namespace BuildKit.Engine.Events;

/// <summary>The service or a step of a running test printed a line.</summary>
public sealed record TestPrinted(TimeSpan Elapsed, TestTarget Test, TestLine Line) : BuildEvent(Elapsed);
