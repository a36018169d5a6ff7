using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Events;

/// <summary>A step ended.</summary>
/// <param name="Duration">How long it took, looking it up included.</param>
/// <param name="LayerBytes">The size of what it added, uncompressed; 0 where it added nothing.</param>
/// <param name="Reason">Why it was not cached, such as <c>files of Copy changed: src/Api/Program.cs</c>; null where it was, or where nothing like it is known.</param>
public sealed record StepCompleted(TimeSpan Elapsed, StepRef Step, StepOutcome Outcome, TimeSpan Duration, long LayerBytes, string? Reason) : BuildEvent(Elapsed)
{
    /// <summary>The remote cache that knew it; null where the store did, or where it was not known.</summary>
    public string? Remote { get; init; }
}
