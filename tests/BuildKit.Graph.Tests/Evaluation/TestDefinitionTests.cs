using BuildKit.Graph.Environments;
using BuildKit.Graph.Evaluation;
using BuildKit.Graph.Facts;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class TestDefinitionTests
{
    private const string Usual = "Start(ready: Port(8080), timeout: \"30s\"); Run(\"curl localhost:8080\");";

    [Fact]
    public void What_a_test_says_has_the_identity_that_it_always_had() =>
        Assert.Equal("sha256:bc484af4ff31c3f1fe5bdb1143a0175c1e18d6e67f48f4ad99c3c5e18480d9c8", Of(Usual).ToString());

    [Theory]
    [InlineData("Start(ready: Port(8081), timeout: \"30s\"); Run(\"curl localhost:8080\");")]
    [InlineData("Start(ready: Port(8080)); Run(\"curl --fail localhost:8080\");")]
    [InlineData("Start(ready: Port(8080)); Exec(\"curl localhost:8080\");")]
    [InlineData("Start(ready: Port(8080)); Run(\"curl localhost:8080\", user: \"app\");")]
    [InlineData("Start(ready: Port(8080)); Run(\"curl localhost:8080\"); Run(\"curl localhost:8080\");")]
    [InlineData("Run(\"curl localhost:8080\");")]
    public void A_test_that_says_something_else_is_another(string body) => Assert.NotEqual(Of(Usual), Of(body));

    [Fact]
    public void Limits_places_and_names_do_not_count() =>
        Assert.Equal(Of(Usual), Of("/* later */ Start(ready: Port(8080), timeout: \"1m\");\n  Run(\"curl localhost:8080\", timeout: \"10s\", memory: \"1g\");"));

    [Fact]
    public void Neither_the_image_nor_the_commit_nor_the_machine_counts()
    {
        const string body = "Run($\"test {git.Sha} {git.Branch} {env.PATH} {target.Arch} {build.Platform}\");";
        Assert.Equal(
            Of(body, new FixedFacts { Git = new FixedGit { Branch = "here" } }),
            Of(body, new FixedFacts { Git = null, BuildPlatform = new Platform("linux", "arm64") }, "image Api from \"other:base\" { Write(\"/y\", \"z\"); }"));
    }

    [Fact]
    public void A_param_that_the_test_uses_counts()
    {
        const string body = "Run($\"test {p}\");";
        Assert.NotEqual(Of(body), Of(body, parameters: new() { ["p"] = "other" }));
        Assert.Equal(Of(Usual), Of(Usual, parameters: new() { ["p"] = "other" }));
    }

    [Fact]
    public void A_mount_counts_by_the_name_of_its_stage_and_no_base_is_asked_for()
    {
        const string stages = "stage One from \"one:unknown\" { } stage Two from \"two:unknown\" { } ";
        Digest one = Of("Run(\"true\", mounts: [Bind(\"/m\", from: One)]);", image: stages + Image);
        Assert.Equal(one, Of("Run(\"true\", mounts: [Bind(\"/m\", from: One)]);", image: stages.Replace("one:unknown", "three:unknown", StringComparison.Ordinal) + Image));
        Assert.NotEqual(one, Of("Run(\"true\", mounts: [Bind(\"/m\", from: Two)]);", image: stages + Image));
    }

    [Fact]
    public void What_is_symbolic_in_a_test_is_it_in_no_environment()
    {
        const string text = "var v = git.Branch; " + Image + " test Smoke of Api { Run($\"test {v}\"); } environment Dev { Require(Passed(Smoke)); Registry($\"localhost:5000/{v}\"); }";
        Assert.Equal(GraphDiagnosticCodes.EnvironmentCommit, Assert.Single(Evaluate(text, new FixedFacts { Git = new FixedGit { Branch = "here" } }, []).Diagnostics).Code);
    }

    [Fact]
    public void A_test_with_an_error_is_told_where_a_gate_asks_for_it()
    {
        const string text = Image + " test Smoke of Api { Start(ready: Port(8080)); Start(ready: Port(8080)); } environment Dev { Require(Passed(Smoke)); Registry(\"localhost:5000/x\"); }";
        Assert.Equal(GraphDiagnosticCodes.TestStep, Assert.Single(Evaluate(text, new FixedFacts(), []).Diagnostics).Code);
    }

    private const string Image = "image Api from \"base:unknown\" { Write(\"/x\", \"y\"); }";

    private static Digest Of(string body, IBuildFacts? facts = null, string image = Image, Dictionary<string, string>? parameters = null)
    {
        string text = $"param string p = \"v\"; {image} test Smoke of Api {{ {body} }} environment Dev {{ Registry(\"localhost:5000/x\"); Require(Passed(Smoke)); }}";
        EnvironmentResult<EnvironmentDefinition> result = Evaluate(text, facts ?? new FixedFacts(), parameters ?? []);
        Assert.Empty(result.Diagnostics);
        return Assert.IsType<PassedGate>(Assert.Single(Assert.Single(result.Items).Gates)).Definition;
    }

    private static EnvironmentResult<EnvironmentDefinition> Evaluate(string text, IBuildFacts facts, Dictionary<string, string> parameters)
    {
        SemanticModel model = SemanticModel.Bind(SyntaxTree.Parse(new SourceText("main.buildfile", text)), new TextFiles(new Dictionary<string, string>()));
        Assert.Empty(model.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error));
        return EnvironmentEvaluator.Evaluate(model, parameters, facts);
    }
}
