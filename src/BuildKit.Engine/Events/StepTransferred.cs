using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Events;

/// <summary>A running step has moved bytes: pulled, copied, compressed.</summary>
/// <param name="Bytes">So far.</param>
/// <param name="Total">In the end; null where it is not known.</param>
public sealed record StepTransferred(TimeSpan Elapsed, StepRef Step, long Bytes, long? Total) : BuildEvent(Elapsed);
