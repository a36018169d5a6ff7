using System.Collections.Immutable;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Delivery.Tests.Environments;

public sealed class RecordChainTests
{
    private static readonly PromotionRecord First = Record("a", 1, null);
    private static readonly PromotionRecord Second = Record("b", 2, First);
    private static readonly PromotionRecord Third = Record("a", 3, Second);

    [Fact]
    public void The_manifest_that_a_log_refers_to_has_the_digest_that_it_always_had() =>
        Assert.Equal("sha256:dee562a9ce32ddffbe25b96fa946aa9d3504c4420e463217e2388705016ec1fb", EnvironmentAnchor.Of(new DeliveryEnvironment("Staging", ImageReference.Parse("localhost:5000/x"))).Manifest.Digest.ToString());

    [Fact]
    public void Records_come_in_the_order_of_the_chain() => Assert.Equal([First, Second, Third], Chain([Third, First, Second]));

    [Fact]
    public void Nothing_is_the_chain_of_nothing() => Assert.Empty(Chain([]));

    [Fact]
    public void Of_two_records_at_once_the_one_that_the_tag_names_is_in_effect()
    {
        PromotionRecord rival = Record("c", 2, First);
        Assert.Equal([First, rival], Chain([First, Second, rival], rival.TagTarget));
        Assert.Equal([First, Second], Chain([First, Second, rival], Second.TagTarget));
        Assert.Equal([First, Second, Third], Chain([First, rival, Second, Third], rival.TagTarget));
    }

    [Fact]
    public void A_record_that_is_gone_or_was_replaced_is_told()
    {
        BuildKitException failure = Assert.Throws<BuildKitException>(() => Chain([First, Third]));
        Assert.Equal(DeliveryErrorCodes.RecordInvalid, failure.Code);
        Assert.Contains(Second.Digest.ToString(), failure.Message);
        Assert.Throws<BuildKitException>(() => Chain([First, Record("b", 2, First, by: "mallory"), Third]));
    }

    [Fact]
    public void A_number_that_does_not_follow_is_told()
    {
        Assert.Throws<BuildKitException>(() => Chain([First, Record("b", 3, First)]));
        Assert.Throws<BuildKitException>(() => Chain([Record("b", 2, null)]));
    }

    private static ImmutableArray<PromotionRecord> Chain(ImmutableArray<PromotionRecord> entries, Digest? tag = null) => RecordChain.Of(entries, tag, "here");

    private static PromotionRecord Record(string content, int sequence, PromotionRecord? previous, string by = "anna") => PromotionRecord.Create(
        [new Subject(Subject.ReleaseName, Digest.Of(System.Text.Encoding.UTF8.GetBytes("release " + content))), new Subject("api", Digest.Of(System.Text.Encoding.UTF8.GetBytes(content)))],
        new PromotionPredicate("Dev", sequence, PromotionAction.Deploy, DateTimeOffset.UnixEpoch, by, "buildkit 0.1.0", previous?.Digest, previous?.Release));
}
