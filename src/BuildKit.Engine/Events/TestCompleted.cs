using BuildKit.Engine.Testing;

namespace BuildKit.Engine.Events;

/// <summary>A test ended.</summary>
public sealed record TestCompleted(TimeSpan Elapsed, TestResult Result) : BuildEvent(Elapsed);
