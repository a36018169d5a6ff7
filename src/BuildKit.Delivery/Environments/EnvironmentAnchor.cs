using System.Collections.Immutable;
using BuildKit.Delivery.Artifacts;

namespace BuildKit.Delivery.Environments;

/// <summary>
/// The manifest that the log of an environment refers to: the same bytes for the same name, so it is found without a second moving tag. The list of its
/// referrers only ever grows, which is what two writers can merge.
/// </summary>
internal static class EnvironmentAnchor
{
    /// <summary>The annotation that holds the environment's name.</summary>
    public const string NameAnnotation = "dev.buildkit.environment";

    public static Artifact Of(DeliveryEnvironment environment) => Artifact.Create(
        ArtifactTypes.Environment,
        ArtifactTypes.Environment,
        "{}"u8.ToArray(),
        subject: null,
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(NameAnnotation, environment.Name));
}
