using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Tests.Evaluation;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Tests.Keys;

public sealed class StepIdsTests
{
    private static Digest Last(string body) => StepIds.Of(Evaluate.Graph($"image X from \"base:1\" {{ {body} }}"))[^1];

    [Fact]
    public void An_id_is_the_fixed_one() => Assert.Equal("4285031951333fc82550d4ade713e033daea16bbda76be535bf7c6f33f8f4126", Last("Env(\"A\", \"1\"); Run(\"true\");").Hex);

    [Fact]
    public void A_change_in_front_changes_every_id_behind_it() =>
        Assert.NotEqual(Last("Env(\"A\", \"1\"); Run(\"true\");"), Last("Env(\"A\", \"2\"); Run(\"true\");"));

    [Fact]
    public void Comments_blanks_and_limits_do_not_count() =>
        Assert.Equal(Last("Run(\"true\");"), Last("\n  // a comment\n  Run( \"true\", memory: \"1g\", pids: 50, timeout: \"1m\", reports: [\"/r\"] );"));

    [Theory]
    [InlineData("Copy(\"a\", to: \"/b\");", "Copy(\"a\", to: \"/b/\");")]
    [InlineData("Copy(\"a\", \"b\", to: \"/b/\");", "Copy(\"a\", to: \"/b/\", exclude: [\"b\"]);")]
    [InlineData("Write(\"/a\", \"b\");", "Write(\"/a\", \"b\", mode: \"0644\");")]
    [InlineData("Run(\"a\");", "Exec(\"a\");")]
    [InlineData("Run(\"a\", cache: Never);", "Run(\"a\");")]
    [InlineData("Entrypoint(\"a\");", "Command(\"a\");")]
    [InlineData("Expose(80);", "Expose(81);")]
    [InlineData("Run(\"a\", mounts: [Cache(\"/a\")]);", "Run(\"a\", mounts: [Tmpfs(\"/a\")]);")]
    [InlineData("HealthCheck(\"a\");", "HealthCheck(\"a\", interval: \"1s\");")]
    [InlineData("Label(\"a\", \"b\");", "Env(\"a\", \"b\");")]
    [InlineData("Link(\"/a\", to: \"b\");", "Link(\"/a\", to: \"c\");")]
    [InlineData("Delete(\"/a\");", "Delete(\"/a\", \"/b\");")]
    [InlineData("Unpack(\"a\", to: \"/b\");", "Unpack(\"a\", to: \"/b\", strip: 1);")]
    public void A_change_of_the_definition_changes_the_id(string one, string other) => Assert.NotEqual(Last(one), Last(other));

    [Fact]
    public void Equal_steps_of_two_stages_have_one_id()
    {
        BuildGraph graph = Evaluate.Graph("image A from \"base:1\" { Run(\"true\"); } image B from \"base:1\" { Run(\"true\"); }");
        var ids = StepIds.Of(graph);
        Digest[] runs = [.. graph.Steps.Select((step, index) => (step, index)).Where(item => item.step is RunStep).Select(item => ids[item.index])];
        Assert.Equal(2, runs.Length);
        Assert.Equal(runs[0], runs[1]);
    }
}
