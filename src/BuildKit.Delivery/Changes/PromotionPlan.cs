using System.Collections.Immutable;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Gates;
using BuildKit.Delivery.Releases;

namespace BuildKit.Delivery.Changes;

/// <summary>What a promotion would do; nothing was changed to find it out.</summary>
/// <param name="Release">The release.</param>
/// <param name="Source">What the source says of it, where it is known: <c>git.*</c> inside an environment.</param>
/// <param name="From">The record by which the source has it.</param>
/// <param name="Replaces">What is in effect at the destination; null where nothing was ever delivered.</param>
/// <param name="Gates">Each gate, and whether it holds.</param>
public sealed record PromotionPlan(Release Release, SourceFacts? Source, PromotionRecord From, PromotionRecord? Replaces, ImmutableArray<GateOutcome> Gates)
{
    /// <summary>Whether the destination has the release already.</summary>
    public bool IsThere => Replaces?.Release == Release.Digest;
}
