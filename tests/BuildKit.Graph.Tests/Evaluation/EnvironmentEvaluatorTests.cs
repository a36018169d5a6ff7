using BuildKit.Graph.Environments;
using BuildKit.Graph.Evaluation;
using BuildKit.Graph.Facts;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class EnvironmentEvaluatorTests
{
    private static readonly FixedFacts Here = new() { Git = new FixedGit { Branch = "here" } };

    [Fact]
    public void Tags_are_of_the_recorded_commit_and_never_of_the_work_tree()
    {
        const string text = "var v = git.Branch; environment Dev { Registry(\"localhost:5000/x\"); Tag(git.Branch, $\"v-{v}\"); if (git.Branch == \"there\") { Tag(\"latest\"); } }";
        Assert.Equal(["there", "v-there", "latest"], Tags(text, new FixedGit { Branch = "there" }).Items);
    }

    [Fact]
    public void A_release_without_a_commit_cannot_be_tagged_by_it()
    {
        EnvironmentResult<string> result = Tags("environment Dev { Registry(\"localhost:5000/x\"); Tag(git.Branch); }", null);
        Assert.Contains("needs a Git repository", Assert.Single(result.Diagnostics).Message);
        Assert.Empty(result.Items);
    }

    [Theory]
    [InlineData("\"a b\"")]
    [InlineData("\"\"")]
    [InlineData("\".x\"")]
    [InlineData("\"a:b\"")]
    [InlineData("\"dev\"")]
    [InlineData("\"Prod\"")]
    public void A_tag_is_one_and_none_of_those_that_move(string tag)
    {
        EnvironmentResult<string> result = Tags($"environment Dev {{ Registry(\"localhost:5000/x\"); Tag({tag}); }} environment Prod {{ Registry(\"localhost:5000/y\"); }}", null);
        Assert.Equal(GraphDiagnosticCodes.EnvironmentTag, Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void Conditions_around_an_environment_see_the_work_tree_and_those_inside_see_no_commit()
    {
        SemanticModel outside = Bind("if (git.Branch == \"here\") { environment Dev { Registry(\"localhost:5000/x\"); } }");
        Assert.Equal("Dev", Assert.Single(EnvironmentEvaluator.Evaluate(outside, NoParameters, Here).Items).Name);
        SemanticModel inside = Bind("environment Dev { if (git.Branch == \"here\") { Registry(\"localhost:5000/x\"); } }");
        Diagnostic found = Assert.Single(EnvironmentEvaluator.Evaluate(inside, NoParameters, Here).Diagnostics);
        Assert.Equal(GraphDiagnosticCodes.EnvironmentCommit, found.Code);
    }

    [Fact]
    public void No_image_is_evaluated_for_an_environment()
    {
        SemanticModel model = Bind("image Api from \"base:unknown\" { Write(\"/x\", env.PATH); } test Smoke of Api { Run(\"true\"); } environment Dev { Registry(\"localhost:5000/x\"); Require(Passed(Smoke)); }");
        EnvironmentDefinition dev = Assert.Single(EnvironmentEvaluator.Evaluate(model, NoParameters, Here).Items);
        PassedGate gate = Assert.IsType<PassedGate>(Assert.Single(dev.Gates));
        Assert.Equal(("Smoke", "api"), (gate.Test, gate.Image));
    }

    private static readonly Dictionary<string, string> NoParameters = [];

    private static EnvironmentResult<string> Tags(string text, IGitFacts? recorded) => EnvironmentEvaluator.Tags(Bind(text), NoParameters, Here, "Dev", recorded);

    private static SemanticModel Bind(string text)
    {
        SemanticModel model = SemanticModel.Bind(SyntaxTree.Parse(new SourceText("main.buildfile", text)), new TextFiles(new Dictionary<string, string>()));
        Assert.Empty(model.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error));
        return model;
    }
}
