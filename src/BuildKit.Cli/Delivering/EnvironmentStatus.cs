using BuildKit.Delivery.Environments;
using BuildKit.Oci;

namespace BuildKit.Cli.Delivering;

/// <summary>What is known of one environment.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="State">What its registry says; null where it did not.</param>
/// <param name="Problem">What is wrong; null where all is well. Nothing delivered yet is well.</param>
internal sealed record EnvironmentStatus(DeliveryEnvironment Environment, EnvironmentState? State, BuildKitException? Problem);
