using System.Text;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Delivery.Tests.Evidence;

/// <summary>The bytes of statements are identities: records name each other by them, and signatures will sign them.</summary>
public sealed class StatementTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 13, 0, 0, TimeSpan.FromHours(1));
    private static readonly Digest Release = Digest.Of("release"u8);
    private static readonly Digest Image = Digest.Of("image"u8);
    private static readonly Subject[] Both = [new(Subject.ReleaseName, Release), new("api", Image)];

    [Fact]
    public void A_promotion_is_written_as_it_always_was()
    {
        byte[] bytes = StatementKinds.Promotion.Write([.. Both], new PromotionPredicate(
            "Staging", 2, PromotionAction.Promote, Noon, "anna", "buildkit 0.1.0", Digest.Of("1"u8), Digest.Of("old"u8), "Dev", "localhost:5000/dev/api", "abc", Digest.Of("gates"u8)));
        Assert.Equal(
            $$$"""
            {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"release","digest":{"sha256":"{{{Release.Hex}}}"}},{"name":"api","digest":{"sha256":"{{{Image.Hex}}}"}}],"predicateType":"https://buildkit.dev/attestation/promotion/v1","predicate":{"environment":"Staging","sequence":2,"action":"promote","at":"2026-01-31T12:00:00Z","by":"anna","tool":"buildkit 0.1.0","previous":"{{{Digest.Of("1"u8)}}}","replaces":"{{{Digest.Of("old"u8)}}}","from":"Dev","fromRegistry":"localhost:5000/dev/api","commit":"abc","policy":"{{{Digest.Of("gates"u8)}}}"}}
            """,
            Encoding.UTF8.GetString(bytes));
        Assert.Equal("sha256:404ac080d65779de6f7a29819254be94930a1e05788b3a8e26cb86b9904173c6", Digest.Of(bytes).ToString());
        SchemaFolder.Ours.Validate("promotion.schema.json", bytes);
    }

    [Fact]
    public void A_first_deployment_leaves_out_what_is_not_known()
    {
        byte[] bytes = StatementKinds.Promotion.Write([.. Both], new PromotionPredicate("Dev", 1, PromotionAction.Deploy, Noon, "anna", "buildkit 0.1.0"));
        Assert.EndsWith("""{"environment":"Dev","sequence":1,"action":"deploy","at":"2026-01-31T12:00:00Z","by":"anna","tool":"buildkit 0.1.0"}}""", Encoding.UTF8.GetString(bytes));
        SchemaFolder.Ours.Validate("promotion.schema.json", bytes);
        Assert.Equal(bytes, PromotionRecord.Read(bytes, "here").Bytes);
    }

    [Fact]
    public void A_passed_test_is_written_as_it_always_was()
    {
        byte[] bytes = StatementKinds.TestPass.Write([Both[1]], new TestPass("Smoke", "api", Digest.Of("key"u8), "linux/amd64", Noon, Digest.Of("definition"u8), "buildkit 0.1.0"));
        Assert.Equal(
            $$$"""
            {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"api","digest":{"sha256":"{{{Image.Hex}}}"}}],"predicateType":"https://buildkit.dev/attestation/test-pass/v1","predicate":{"test":"Smoke","image":"api","key":"{{{Digest.Of("key"u8)}}}","platform":"linux/amd64","at":"2026-01-31T12:00:00Z","definition":"{{{Digest.Of("definition"u8)}}}","tool":"buildkit 0.1.0"}}
            """,
            Encoding.UTF8.GetString(bytes));
        SchemaFolder.Ours.Validate("test-pass.schema.json", bytes);
    }

    [Fact]
    public void A_source_is_written_as_it_always_was()
    {
        byte[] bytes = StatementKinds.Source.Write([.. Both], new SourceFacts(true, "abc", "ab", "main", "v1.0.0", "1.0.0", Noon, "https://example.com/api+x", "buildkit 0.1.0"));
        Assert.EndsWith(
            """
            "predicateType":"https://buildkit.dev/attestation/source/v1","predicate":{"clean":true,"commit":"abc","shortCommit":"ab","branch":"main","tag":"v1.0.0","version":"1.0.0","commitTime":"2026-01-31T12:00:00Z","remote":"https://example.com/api+x","tool":"buildkit 0.1.0"}}
            """,
            Encoding.UTF8.GetString(bytes));
        SchemaFolder.Ours.Validate("source.schema.json", bytes);
        Assert.Equal("main", StatementKinds.Source.Read(bytes, "here").Predicate.Branch);
    }

    [Fact]
    public void Values_given_from_outside_are_recorded_by_their_digests()
    {
        var facts = new SourceFacts(false, "abc", Uncommitted: "x", Parameters: [new("port", Digest.Of("80"u8)), new("token", Digest.Of("s3cret"u8))]);
        byte[] bytes = StatementKinds.Source.Write([.. Both], facts);
        Assert.EndsWith(
            $$$"""
            "predicate":{"clean":false,"commit":"abc","uncommitted":"x","parameters":[{"name":"port","value":"{{{Digest.Of("80"u8)}}}"},{"name":"token","value":"{{{Digest.Of("s3cret"u8)}}}"}]}}
            """,
            Encoding.UTF8.GetString(bytes));
        SchemaFolder.Ours.Validate("source.schema.json", bytes);
        Assert.Equal(facts.Parameters!.Value, StatementKinds.Source.Read(bytes, "here").Predicate.Parameters!.Value);
    }

    [Fact]
    public void What_later_versions_add_is_passed_over()
    {
        string text = Encoding.UTF8.GetString(StatementKinds.TestPass.Write([Both[1]], new TestPass("Smoke", "api", Image, "linux/amd64", Noon)))
            .Replace("\"predicate\":{", "\"later\":[1],\"predicate\":{\"more\":{\"a\":1},", StringComparison.Ordinal)
            .Replace("{\"sha256\"", "{\"gitCommit\":{\"x\":[]},\"sha256\"", StringComparison.Ordinal);
        Statement<TestPass> read = StatementKinds.TestPass.Read(Encoding.UTF8.GetBytes(text), "here");
        Assert.Equal((Image, "Smoke"), (read.Subjects[0].Digest, read.Predicate.Test));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("Statement/v1", "Statement/v0.1")]
    [InlineData("promotion/v1", "other/v1")]
    [InlineData("\"sequence\":1", "\"sequence\":0")]
    [InlineData("\"sequence\":1", "\"sequence\":\"1\"")]
    [InlineData("\"environment\":\"Dev\",", "")]
    [InlineData("\"environment\":\"Dev\"", "\"environment\":null")]
    [InlineData("\"environment\":\"Dev\"", "\"environment\":\"Dev\",\"environment\":\"Prod\"")]
    [InlineData("\"deploy\"", "\"replace\"")]
    [InlineData("12:00:00Z", "12:00:00+02:00")]
    [InlineData("\"name\":\"release\"", "\"name\":\"api\"")]
    [InlineData("sha256", "md5")]
    [InlineData("{\"sha256\"", "[{\"sha256\"")]
    public void An_edited_record_is_told_and_not_believed(string from, string to)
    {
        string text = Encoding.UTF8.GetString(StatementKinds.Promotion.Write([.. Both], new PromotionPredicate("Dev", 1, PromotionAction.Deploy, Noon, "anna", "buildkit 0.1.0")));
        byte[] edited = Encoding.UTF8.GetBytes(from.Length == 0 ? "null" : text.Replace(from, to, StringComparison.Ordinal));
        BuildKitException failure = Assert.Throws<BuildKitException>(() => PromotionRecord.Read(edited, "localhost:5000/dev@sha256:1"));
        Assert.Equal(DeliveryErrorCodes.RecordInvalid, failure.Code);
        Assert.Contains("localhost:5000/dev@sha256:1", failure.Message);
    }
}
