using System.Collections.Immutable;
using System.Text;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Gates;
using BuildKit.Delivery.Releases;
using BuildKit.Graph.Environments;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Delivery.Tests.Gates;

public sealed class GateCheckTests
{
    private static readonly Release Api = ReleaseOf("api", "1");
    private static readonly PassedGate Smoke = new("Smoke", "api", Digest.Of("definition"u8));

    [Fact]
    public void A_test_that_passed_on_this_very_image_opens_the_gate() => Assert.True(Check(Smoke, Passed("Smoke", "api", "1")).Holds);

    [Fact]
    public void A_pass_of_another_digest_another_test_or_another_image_opens_nothing()
    {
        Assert.False(Check(Smoke, Passed("Smoke", "api", "2")).Holds);
        Assert.False(Check(Smoke, Passed("Load", "api", "1")).Holds);
        Assert.False(Check(Smoke, Passed("Smoke", "web", "1")).Holds);
        GateOutcome nothing = Check(Smoke, EvidenceSet.Empty);
        Assert.False(nothing.Holds);
        Assert.Contains(Api.Images[0].Image.Digest.ToString(), nothing.Reason);
    }

    [Fact]
    public void A_pass_of_a_test_of_that_name_that_said_something_else_opens_nothing_and_the_reason_is_told()
    {
        GateOutcome laxer = Check(Smoke, Passed("Smoke", "api", "1", "laxer"));
        Assert.False(laxer.Holds);
        Assert.Contains("says something else now", laxer.Reason);
        Assert.True(Check(Smoke, Passed("Smoke", "api", "1", "laxer").Union(Passed("Smoke", "api", "1"))).Holds);
    }

    [Fact]
    public void A_pass_of_which_nobody_knows_what_the_test_said_opens_nothing()
    {
        EvidenceSet passed = Passed("Smoke", "api", "1");
        Statement<TestPass> old = passed.Tests[0] with { Predicate = passed.Tests[0].Predicate with { Definition = null } };
        Assert.False(Check(Smoke, passed with { Tests = [old] }).Holds);
    }

    [Fact]
    public void A_test_of_an_image_that_is_not_in_the_release_is_told()
    {
        GateOutcome outcome = Check(new PassedGate("Smoke", "web", Digest.Of("definition"u8)), Passed("Smoke", "web", "1"));
        Assert.False(outcome.Holds);
        Assert.Contains("no image 'web'", outcome.Reason);
    }

    [Fact]
    public void A_clean_source_is_one_with_a_commit_and_without_changes()
    {
        Assert.True(Check(new CleanSourceGate(), Built(new SourceFacts(true, "abc"))).Holds);
        Assert.Contains("changes", Check(new CleanSourceGate(), Built(new SourceFacts(false, "abc"))).Reason);
        Assert.Contains("without Git", Check(new CleanSourceGate(), Built(new SourceFacts(true))).Reason);
        Assert.Contains("nothing is recorded", Check(new CleanSourceGate(), EvidenceSet.Empty).Reason);
    }

    [Fact]
    public void What_another_release_was_built_from_counts_for_nothing()
    {
        EvidenceSet other = new([], [new Statement<SourceFacts>([new Subject("release", Digest.Of("other"u8))], new SourceFacts(true, "abc", Branch: "main"))]);
        Assert.False(Check(new CleanSourceGate(), other).Holds);
        Assert.False(Check(new BranchGate(["main"]), other).Holds);
    }

    [Fact]
    public void The_same_release_built_once_more_cleanly_is_clean() =>
        Assert.True(Check(new CleanSourceGate(), Built(new SourceFacts(false, "abc")).Union(Built(new SourceFacts(true, "abc")))).Holds);

    [Fact]
    public void A_clean_build_and_the_branch_of_another_build_do_not_add_up()
    {
        EvidenceSet both = Built(new SourceFacts(true, "abc", Branch: "feature")).Union(Built(new SourceFacts(false, "abc", Branch: "main")));
        ImmutableArray<GateOutcome> outcomes = GateCheck.Evaluate([new BranchGate(["main"]), new CleanSourceGate()], Api, both);
        Assert.Equal([false, true], outcomes.Select(outcome => outcome.Holds));
        Assert.True(Check(new BranchGate(["main"]), both).Holds);
    }

    [Theory]
    [InlineData("main", "main", true)]
    [InlineData("main", "main2", false)]
    [InlineData("main", "Main", false)]
    [InlineData("release/*", "release/1.0", true)]
    [InlineData("release/*", "release", false)]
    [InlineData("release/*", "release/a/b", true)]
    [InlineData("*-stable", "v2-stable", true)]
    [InlineData("*", "anything", true)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*b*c", "a-b-c", true)]
    [InlineData("a*b*c", "a-c-b", false)]
    [InlineData("a*bb*b", "abb", false)]
    [InlineData("", "main", false)]
    public void A_branch_is_meant_by_its_name_or_by_a_pattern(string pattern, string branch, bool holds) =>
        Assert.Equal(holds, Check(new BranchGate([pattern]), Built(new SourceFacts(true, "abc", Branch: branch))).Holds);

    [Fact]
    public void One_of_several_branches_suffices_and_a_detached_head_is_on_none()
    {
        var gate = new BranchGate(["main", "release/*"]);
        Assert.True(Check(gate, Built(new SourceFacts(true, "abc", Branch: "release/2"))).Holds);
        Assert.Contains("built on feature", Check(gate, Built(new SourceFacts(true, "abc", Branch: "feature"))).Reason);
        Assert.Contains("no branch", Check(gate, Built(new SourceFacts(true, "abc"))).Reason);
    }

    [Fact]
    public void All_gates_that_do_not_hold_are_told_at_once()
    {
        ImmutableArray<GateOutcome> outcomes = GateCheck.Evaluate([Smoke, new CleanSourceGate(), new BranchGate(["main", "v*"])], Api, Passed("Smoke", "api", "1"));
        BuildKitException failure = Assert.Throws<BuildKitException>(() => GateCheck.Demand(outcomes, "Staging"));
        Assert.Equal(DeliveryErrorCodes.GateClosed, failure.Code);
        Assert.Contains("may not enter Staging", failure.Message);
        Assert.Contains("CleanSource() does not hold", failure.Message);
        Assert.Contains("Branch(\"main\", \"v*\") does not hold", failure.Message);
        Assert.DoesNotContain("Passed(Smoke)", failure.Message);
    }

    [Fact]
    public void Evidence_that_opens_a_gate_is_told_to_be_unsigned() => Assert.Contains("(unsigned)", Check(Smoke, Passed("Smoke", "api", "1")).Reason);

    private static GateOutcome Check(Gate gate, EvidenceSet evidence) => Assert.Single(GateCheck.Evaluate([gate], Api, evidence));

    private static Release ReleaseOf(string name, string content) => Release.Of([new ReleaseImage(name, Described(content))]);

    private static Descriptor Described(string content) => TestImage.Describe(MediaTypes.OciManifest, System.Text.Encoding.UTF8.GetBytes(content));

    private static EvidenceSet Passed(string test, string image, string content, string definition = "definition") => new(
        [new Statement<TestPass>([new Subject(image, Described(content).Digest)], new TestPass(test, image, Digest.Of("key"u8), "linux/amd64", DateTimeOffset.UnixEpoch, Digest.Of(Encoding.UTF8.GetBytes(definition))))], []);

    private static EvidenceSet Built(SourceFacts facts) => new([], [new Statement<SourceFacts>([new Subject("release", Api.Digest)], facts)]);
}
