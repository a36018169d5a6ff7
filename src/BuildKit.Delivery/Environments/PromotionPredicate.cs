using BuildKit.Oci.Content;

namespace BuildKit.Delivery.Environments;

/// <summary>What a record says beside its subjects, which are the release and its images.</summary>
/// <param name="Environment">The environment's name.</param>
/// <param name="Sequence">1 for an environment's first record, one more for each that follows.</param>
/// <param name="Action">How the release came.</param>
/// <param name="At">When, UTC, whole seconds.</param>
/// <param name="By">Who did it, as that machine calls the user.</param>
/// <param name="Tool">The program that did it, such as <c>buildkit 0.1.0</c>.</param>
/// <param name="Previous">The digest of the statement before this one; null for the first.</param>
/// <param name="Replaces">The release that was in effect before; null where none was.</param>
/// <param name="From">The environment that it was copied from; null for another action.</param>
/// <param name="FromRegistry">That environment's registry and path.</param>
/// <param name="Commit">The commit that the release was built from, where that is known.</param>
/// <param name="Policy">The digest of the gates that held; null where there were none.</param>
public sealed record PromotionPredicate(
    string Environment,
    int Sequence,
    PromotionAction Action,
    DateTimeOffset At,
    string By,
    string Tool,
    Digest? Previous = null,
    Digest? Replaces = null,
    string? From = null,
    string? FromRegistry = null,
    string? Commit = null,
    Digest? Policy = null);
