using System.Collections.Immutable;
using System.Text;
using BuildKit.Cli.Delivering;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Terminals;
using BuildKit.Delivery.Changes;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Gates;
using BuildKit.Delivery.Releases;
using BuildKit.Graph.Environments;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Tests.Delivering;

/// <summary>Whoever may write to a registry decides what its records say, and must not reach the terminal of those who read them.</summary>
public sealed class ForeignTextTests
{
    private static readonly ReleaseImage Image = new(Hostile("image"), new Descriptor(MediaTypes.OciManifest, Digest.Of("image"u8), 5));
    private static readonly Release Release = Release.Of([Image]);

    private static readonly PromotionRecord Record = PromotionRecord.Create(
        EvidenceStore.SubjectsOf(Release),
        new PromotionPredicate(
            Hostile("environment"), 1, PromotionAction.Promote, DateTimeOffset.UnixEpoch, Hostile("by"), Hostile("tool"), null, null,
            Hostile("from"), Hostile("registry"), Hostile("commit")));

    private static readonly DeliveryEnvironment Environment = new("Dev", new ImageReference("localhost:5000", "dev/api", null, null));
    private static readonly EnvironmentState State = new(Environment, [Record], TagState.Agrees, Image.Image);

    [Fact]
    public void No_field_of_a_record_moves_the_cursor_in_status_or_history()
    {
        string status = Shown(output => StatusText.Write(output, [new EnvironmentStatus(Environment, State, new BuildKitException("BK6003", Hostile("message"), Hostile("advice")))]));
        string history = Shown(output => HistoryText.Write(output, State));
        AssertHarmless(status, "image", "by", "from", "registry", "commit", "message", "advice");
        AssertHarmless(history, "by", "from", "registry", "commit");
        Assert.DoesNotContain(StatusDocument.Write([new EnvironmentStatus(Environment, State, null)]), character => char.IsControl(character) && character != '\n');
    }

    [Fact]
    public void No_field_of_a_record_or_a_gate_moves_the_cursor_in_what_a_change_says()
    {
        ImmutableArray<GateOutcome> gates = GateCheck.Evaluate(
            [new BranchGate(["main"])],
            Release,
            new EvidenceSet([], [new Statement<SourceFacts>(EvidenceStore.SubjectsOf(Release), new SourceFacts(Clean: true, Commit: "c", Branch: Hostile("branch")))]));
        string plan = Shown(output => PlanText.Write(output, "Dev", new PromotionPlan(Release, null, Record, null, gates), [Hostile("tag")]));
        AssertHarmless(plan, "image", "environment", "by", "from", "registry", "branch", "tag");
        AssertHarmless(Shown(output => ChangeText.Write(output, "Dev", new ChangeResult(Release, Record, false, []))), "image");
        BuildKitException closed = Assert.Throws<BuildKitException>(() => GateCheck.Demand(gates, "Dev"));
        AssertHarmless(Shown(output => new ErrorReporter(output, debug: false).Show(closed)), "branch");
        AssertHarmless(Shown(output => new ErrorReporter(output, debug: true).Show(new BuildKitException("BK5201", "down \e[2Jhere"))), "here");
    }

    /// <summary>A word behind sequences that set the title, clear the screen by one byte and by two, and begin a line of its own.</summary>
    private static string Hostile(string word) => $"\e]0;owned\a\e[2J\u009b2J\n{word}";

    private static string Shown(Action<TextOutput> write)
    {
        using var stream = new MemoryStream();
        using (var output = new TextOutput(stream, isTerminal: false, useColor: false))
        {
            write(output);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void AssertHarmless(string text, params string[] words)
    {
        Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
        Assert.All(words, word => Assert.DoesNotContain($"\n{word}", text, StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
    }
}
