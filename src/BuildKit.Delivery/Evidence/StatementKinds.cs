using BuildKit.Delivery.Artifacts;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Json;

namespace BuildKit.Delivery.Evidence;

/// <summary>All kinds of statements. The names are identifiers, not addresses.</summary>
internal static class StatementKinds
{
    public static StatementKind<PromotionPredicate> Promotion { get; } =
        new("https://buildkit.dev/attestation/promotion/v1", ArtifactTypes.Promotion, DeliveryJson.Context.StatementDocumentPromotionPredicate);

    public static StatementKind<TestPass> TestPass { get; } =
        new("https://buildkit.dev/attestation/test-pass/v1", ArtifactTypes.TestPass, DeliveryJson.Context.StatementDocumentTestPass);

    public static StatementKind<SourceFacts> Source { get; } =
        new("https://buildkit.dev/attestation/source/v1", ArtifactTypes.Source, DeliveryJson.Context.StatementDocumentSourceFacts);
}
