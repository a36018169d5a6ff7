using BuildKit.Engine.Events;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Scheduling;

/// <summary>How one step of a build ended.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">How long it took, looking it up included.</param>
/// <param name="Key">Its cache key; null where it has none (a base, a change of configuration) or where it did not come so far.</param>
/// <param name="Layer">The diff id of what it added; null where it added nothing.</param>
/// <param name="LayerBytes">The size of that, uncompressed.</param>
/// <param name="Reason">Why it was not cached; null where it was, or where nothing like it is known.</param>
public sealed record StepReport(
    StepRef Step, StepOutcome Outcome, TimeSpan Duration, Digest? Key, Digest? Layer, long LayerBytes, string? Reason)
{
    /// <summary>The remote cache that knew it; null where the store did, or nobody.</summary>
    public string? Remote { get; init; }
}
