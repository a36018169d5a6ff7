using System.Text;
using System.Text.Json;
using BuildKit.Cli.Delivering;
using BuildKit.Cli.Terminals;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Tests.Delivering;

/// <summary>What status says of an environment, in text and in JSON.</summary>
public sealed class StatusTests
{
    private static readonly DeliveryEnvironment Environment = new("Dev", new ImageReference("localhost:5000", "dev", null, null));

    [Fact]
    public void A_tag_that_was_left_over_is_told_and_is_no_problem()
    {
        Digest old = Digest.Of("old"u8);
        EnvironmentStatus status = Of(PromotionAction.Deploy, null) with { LeftOvers = [new LeftOverTag("localhost:5000/dev/web:dev", old)] };
        Assert.Contains($"\n  left over: localhost:5000/dev/web:dev names {old} and is of no image of the release\n", Text(status), StringComparison.Ordinal);
        JsonElement json = Json(status);
        Assert.Equal("ok", json.GetProperty("state").GetString());
        JsonElement leftOver = Assert.Single(json.GetProperty("leftOver").EnumerateArray());
        Assert.Equal(("localhost:5000/dev/web:dev", old.ToString()), (leftOver.GetProperty("tag").GetString(), leftOver.GetProperty("digest").GetString()));
    }

    [Fact]
    public void Only_a_release_that_gates_let_in_can_have_come_by_others()
    {
        Digest declared = Digest.Of("declared"u8);
        EnvironmentStatus deployed = Of(PromotionAction.Deploy, null) with { DeclaredPolicy = declared };
        Assert.Contains($"  gates none\n  other gates: the Buildfile at hand has {declared}, ", Text(deployed), StringComparison.Ordinal);
        EnvironmentStatus dropped = Of(PromotionAction.Promote, declared);
        Assert.Contains($"  gates {declared}\n  other gates: the Buildfile at hand has none, ", Text(dropped), StringComparison.Ordinal);
        Assert.Equal(declared.ToString(), Json(dropped).GetProperty("policy").GetString());
        string back = Text(Of(PromotionAction.Rollback, null) with { DeclaredPolicy = declared });
        Assert.EndsWith("  gates not asked\n", back, StringComparison.Ordinal);
    }

    private static EnvironmentStatus Of(PromotionAction action, Digest? policy)
    {
        Subject[] subjects = [new Subject(Subject.ReleaseName, Digest.Of("release"u8)), new Subject("api", Digest.Of("image"u8))];
        var record = PromotionRecord.Create([.. subjects], new PromotionPredicate("Dev", 1, action, DateTimeOffset.UnixEpoch, "anna", "buildkit 0.1.0", Policy: policy));
        return new EnvironmentStatus(Environment, new EnvironmentState(Environment, [record], TagState.Agrees, null), null);
    }

    private static string Text(EnvironmentStatus status)
    {
        using var stream = new MemoryStream();
        using (var output = new TextOutput(stream, isTerminal: false, useColor: false))
        {
            StatusText.Write(output, [status]);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JsonElement Json(EnvironmentStatus status)
    {
        string json = StatusDocument.Write([status]);
        SchemaFolder.Ours.Validate("status.schema.json", json);
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("environments")[0].Clone();
    }
}
