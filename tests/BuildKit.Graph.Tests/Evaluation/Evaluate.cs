using BuildKit.Graph.Evaluation;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Tests.Evaluation;

/// <summary>Evaluates Buildfiles given as text.</summary>
internal static class Evaluate
{
    private static readonly Dictionary<string, string> None = [];

    public static EvaluationResult Text(
        string buildfile, IBuildFacts? facts = null, IReadOnlyDictionary<string, string>? parameters = null, IReadOnlyDictionary<string, string>? files = null)
    {
        SemanticModel model = SemanticModel.Bind(SyntaxTree.Parse(new SourceText("Buildfile", buildfile)), new TextFiles(files ?? None));
        Assert.False(model.HasErrors, string.Join('\n', model.Diagnostics.Select(DiagnosticFormatter.Format)));
        return BuildfileEvaluator.Evaluate(model, parameters ?? None, facts ?? new FixedFacts());
    }

    public static BuildGraph Graph(
        string buildfile, IBuildFacts? facts = null, IReadOnlyDictionary<string, string>? parameters = null, IReadOnlyDictionary<string, string>? files = null)
    {
        EvaluationResult result = Text(buildfile, facts, parameters, files);
        Assert.True(result.Graph is not null, string.Join('\n', result.Diagnostics.Select(DiagnosticFormatter.Format)));
        return result.Graph;
    }

    /// <summary>The text of the one <c>Write</c> whose content is the expression.</summary>
    public static string Value(string expression, string declarations = "", IBuildFacts? facts = null, IReadOnlyDictionary<string, string>? parameters = null) =>
        Graph($"{declarations}\nimage X from scratch {{ Write(\"/x\", {expression}); }}", facts, parameters).Steps.OfType<WriteStep>().Single().Content;

    /// <summary>The steps of a stage with the body, behind its base.</summary>
    public static Step[] Steps(string body, string declarations = "", IBuildFacts? facts = null) =>
        [.. Graph($"{declarations}\nimage X from \"base:1\" {{ {body} }}", facts).Steps.Where(step => step.Scope == "X" && step is not PullStep)];

    /// <summary>The one error that a Buildfile gives, as <c>CODE: message</c>.</summary>
    public static Diagnostic Error(
        string buildfile, IBuildFacts? facts = null, IReadOnlyDictionary<string, string>? parameters = null, IReadOnlyDictionary<string, string>? files = null)
    {
        EvaluationResult result = Text(buildfile, facts, parameters, files);
        Assert.Null(result.Graph);
        return Assert.Single(result.Diagnostics);
    }

    public static Diagnostic BodyError(string body, IBuildFacts? facts = null) => Error($"secret token = Secret.Env(\"TOKEN\"); image X from \"base:1\" {{ {body} }}", facts);

    public static StageTarget Stage(this BuildGraph graph, string name) => graph.Targets.OfType<StageTarget>().Single(target => target.Name == name);

    public static ImageTarget Image(this BuildGraph graph, string name) => graph.Targets.OfType<ImageTarget>().Single(target => target.Name == name);
}
