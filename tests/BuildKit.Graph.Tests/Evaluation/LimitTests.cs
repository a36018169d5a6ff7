using BuildKit.Graph.Evaluation;
using BuildKit.Graph.Export;
using BuildKit.Language.Diagnostics;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class LimitTests
{
    private const string Lists = "var a = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]; var b = [..a, ..a, ..a, ..a, ..a, ..a, ..a, ..a, ..a, ..a]; var c = [..b, ..b, ..b, ..b, ..b, ..b, ..b, ..b, ..b, ..b];";

    [Fact]
    public void Loops_within_loops_end_with_an_error() =>
        Assert.Equal(
            GraphDiagnosticCodes.BudgetExceeded,
            Evaluate.Error($"{Lists} image X from scratch {{ foreach (var i in c) {{ foreach (var j in c) {{ var k = i * j; }} }} }}").Code);

    [Fact]
    public void Lambdas_within_lambdas_end_with_an_error() =>
        Assert.Equal(
            GraphDiagnosticCodes.BudgetExceeded,
            Evaluate.Error($"{Lists} var d = c.Where(x => c.Any(y => c.Any(z => x + y + z < 0))).Count; image X from scratch {{ Write(\"/x\", $\"{{d}}\"); }}").Code);

    [Fact]
    public void A_string_that_doubles_is_stopped()
    {
        string doubling = string.Concat(Enumerable.Range(1, 60).Select(i => $"var s{i} = s{i - 1} + s{i - 1};\n"));
        Assert.Equal(GraphDiagnosticCodes.ValueTooLarge, Evaluate.Error($"var s0 = \"ab\"; {doubling} image X from scratch {{ Write(\"/x\", s60); }}").Code);
    }

    [Fact]
    public void A_list_that_doubles_is_stopped()
    {
        string doubling = string.Concat(Enumerable.Range(1, 60).Select(i => $"var s{i} = [..s{i - 1}, ..s{i - 1}];\n"));
        Assert.Equal(GraphDiagnosticCodes.ValueTooLarge, Evaluate.Error($"var s0 = [1]; {doubling} image X from scratch {{ Write(\"/x\", $\"{{s60.Count}}\"); }}").Code);
    }

    [Fact]
    public void Functions_that_multiply_are_stopped()
    {
        string calls = string.Concat(Enumerable.Range(1, 60).Select(i => $"int F{i}() => F{i - 1}() + F{i - 1}();\n"));
        Assert.Equal(GraphDiagnosticCodes.BudgetExceeded, Evaluate.Error($"int F0() => 0; {calls} image X from scratch {{ Write(\"/x\", $\"{{F60()}}\"); }}").Code);
    }

    [Fact]
    public void Depth_beyond_the_stack_is_an_error_and_not_an_overflow()
    {
        string chain = string.Concat(Enumerable.Range(1, 150).Select(i => $"int F{i}() => {new string('(', 150)}F{i - 1}(){new string(')', 150)};\n"));
        string text = $"int F0() => 0; {chain} image X from scratch {{ Write(\"/x\", $\"{{F150()}}\"); }}";
        string? code = null;
        var thread = new Thread(() => code = Evaluate.Error(text).Code, maxStackSize: 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal(GraphDiagnosticCodes.TooDeep, code);
    }

    [Fact]
    public void Two_evaluations_give_one_document()
    {
        string folder = Path.Combine(BaselineTests.Folder(), "every_step");
        string text = File.ReadAllText(Path.Combine(folder, "main.buildfile"));
        Assert.Equal(GraphJson.Write(Evaluate.Graph(text)), GraphJson.Write(Evaluate.Graph(text)));
    }

    [Fact]
    public void A_model_with_errors_gives_no_graph_and_says_nothing_twice()
    {
        var model = Language.Semantics.SemanticModel.Bind(Language.Syntax.SyntaxTree.Parse(new Language.Text.SourceText("Buildfile", "image X from nothing { Run(; }")), new TextFiles(new Dictionary<string, string>()));
        EvaluationResult result = BuildfileEvaluator.Evaluate(model, new Dictionary<string, string>(), new FixedFacts());
        Assert.Null(result.Graph);
        Assert.Empty(result.Diagnostics);
        Assert.Contains(model.Diagnostics, diagnostic => diagnostic.Severity == Severity.Error);
    }
}
