using System.Collections.Immutable;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Releases;
using BuildKit.Oci.Content;

namespace BuildKit.Delivery.Changes;

/// <summary>A release that shall be an environment's.</summary>
/// <param name="Release">The release, whose content is in the environment's registry already.</param>
/// <param name="Action">How it came.</param>
/// <param name="Origin">Who does it.</param>
internal sealed record EnvironmentChange(Release Release, PromotionAction Action, ChangeOrigin Origin)
{
    /// <summary>Tags that are added to every image and never move.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The environment that it was copied from.</summary>
    public DeliveryEnvironment? From { get; init; }

    /// <summary>The commit, where it is known.</summary>
    public string? Commit { get; init; }

    /// <summary>The digest of the gates that held.</summary>
    public Digest? Policy { get; init; }

    /// <summary>Whether a tag that somebody else moved or removed is put in order instead of refused.</summary>
    public bool TakesOver { get; init; }

    /// <summary>The record of this change behind another.</summary>
    public PromotionRecord ToRecord(DeliveryEnvironment environment, PromotionRecord? head) => PromotionRecord.Create(
        EvidenceStore.SubjectsOf(Release),
        new PromotionPredicate(
            environment.Name,
            (head?.Predicate.Sequence ?? 0) + 1,
            Action,
            Origin.At,
            Origin.By,
            Origin.Tool,
            head?.Digest,
            head?.Release,
            From?.Name,
            From?.Place.Name,
            Commit,
            Policy));
}
