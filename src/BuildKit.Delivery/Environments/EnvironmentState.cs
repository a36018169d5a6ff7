using System.Collections.Immutable;
using BuildKit.Delivery.Releases;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Delivery.Environments;

/// <summary>What the registry says of an environment at one moment.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="History">The records in effect, the oldest first, each naming the one before; with one that is not entered yet.</param>
/// <param name="Tag">Whether the tag agrees.</param>
/// <param name="TagTarget">What the tag names; null where it does not exist.</param>
public sealed record EnvironmentState(DeliveryEnvironment Environment, ImmutableArray<PromotionRecord> History, TagState Tag, Descriptor? TagTarget)
{
    /// <summary>Tags of single images that do not agree, where there are several and the environment's own tag agrees.</summary>
    public ImmutableArray<StrayTag> Strays { get; init; } = [];

    /// <summary>The last record; null before the first.</summary>
    public PromotionRecord? Head => History.IsEmpty ? null : History[^1];

    /// <summary>The last record of an environment whose tag agrees with it.</summary>
    /// <exception cref="BuildKitException">Nothing was ever delivered (BK6001), or the tag names something else (BK6002).</exception>
    public PromotionRecord Current() => Tag is TagState.Agrees or TagState.Unentered && Head is { } head ? head : throw Refusal();

    /// <summary>What is wrong; null where all is well, and where nothing was ever delivered.</summary>
    public BuildKitException? Problem() => Tag is TagState.Moved or TagState.Missing ? Refusal() : Strays is [var stray, ..] ? Stray(stray) : null;

    /// <summary>Stops where somebody else moved or removed a tag. One that names the image of this very release is what a change left that stopped half way.</summary>
    /// <exception cref="BuildKitException">A tag was moved (BK6002).</exception>
    internal void DemandUntouched(Release release)
    {
        if (Intrusion(release) is { } intrusion)
        {
            throw intrusion;
        }
    }

    /// <summary>What <see cref="DemandUntouched"/> stops at; null where nothing is wrong.</summary>
    internal BuildKitException? Intrusion(Release release) => Tag is TagState.Moved or TagState.Missing
        ? Refusal()
        : Strays.FirstOrDefault(stray => stray.Names is null || release.Images.All(image => image.Image.Digest != stray.Names)) is { } found ? Stray(found) : null;

    /// <summary>Why nothing can be built on this state.</summary>
    internal BuildKitException Refusal() => Tag switch
    {
        TagState.NeverDeployed => new BuildKitException(
            DeliveryErrorCodes.NeverDeployed,
            $"Nothing was ever delivered to {Environment.Name} ({Place}).",
            $"Begin with 'buildkit deploy {Environment.Name}' or 'buildkit promote {Environment.Name}'."),
        TagState.Missing => new BuildKitException(
            DeliveryErrorCodes.TagMoved,
            $"The tag {Place} is gone; the last record of {Environment.Name} says it names {Head?.TagTarget}.",
            $"Find out who removed it. 'buildkit rollback {Environment.Name} --to {Head?.Predicate.Sequence}' restores it."),
        _ => new BuildKitException(
            DeliveryErrorCodes.TagMoved,
            Head is null
                ? $"The tag {Place} names {TagTarget?.Digest}, and {Environment.Name} has no record at all: somebody else pushed it."
                : $"The tag {Place} names {TagTarget?.Digest}, and the last record of {Environment.Name} says {Head.TagTarget}: somebody else moved it.",
            Head is null
                ? "Find out who pushed it. Then name the environment otherwise, or use --take-over."
                : $"Find out who moved it. 'buildkit rollback {Environment.Name} --to {Head.Predicate.Sequence}' puts it back."),
    };

    private BuildKitException Stray(StrayTag stray) => new(
        DeliveryErrorCodes.TagMoved,
        $"The tag {stray.Place} names {stray.Names?.ToString() ?? "nothing"}, and the last record of {Environment.Name} says {stray.Expected}: somebody else moved it, or a change stopped half way.",
        $"Finish that change, or put it back: 'buildkit rollback {Environment.Name} --to {Head?.Predicate.Sequence}'.");

    private string Place => $"{Environment.Place.Name}:{Environment.Tag}";
}
