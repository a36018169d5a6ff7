using System.Collections.Immutable;
using BuildKit.Delivery.Environments;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Cli.Delivering;

/// <summary>What is known of one environment.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="State">What its registry says; null where it did not.</param>
/// <param name="Problem">What is wrong; null where all is well. Nothing delivered yet is well.</param>
internal sealed record EnvironmentStatus(DeliveryEnvironment Environment, EnvironmentState? State, BuildKitException? Problem)
{
    /// <summary>The digest of the gates that the Buildfile at hand asks for; null where it asks for none.</summary>
    public Digest? DeclaredPolicy { get; init; }

    /// <summary>Tags of images that the release in effect does not have. They are no problem: no command can put them in order.</summary>
    public ImmutableArray<LeftOverTag> LeftOvers { get; init; } = [];

    /// <summary>Whether the release in effect was let in by other gates than those of the Buildfile at hand. A rollback asks no gate, so it never was.</summary>
    public bool HasOtherGates => State?.Head?.Predicate is { Action: not PromotionAction.Rollback } record && record.Policy != DeclaredPolicy;
}
