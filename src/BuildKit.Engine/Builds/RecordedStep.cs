using BuildKit.Engine.Events;

namespace BuildKit.Engine.Builds;

/// <summary>A step of a build that is over.</summary>
/// <param name="Position">Its stage or image and its number there, as the build showed it: <c>[Build 2/6]</c>.</param>
/// <param name="Text">What it does, in one line.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="LayerBytes">The size of what it added, uncompressed.</param>
/// <param name="Reason">Why it ran; null where it did not, or where nothing like it was known.</param>
public sealed record RecordedStep(string Position, string Text, StepOutcome Outcome, TimeSpan Duration, long LayerBytes, string? Reason);
