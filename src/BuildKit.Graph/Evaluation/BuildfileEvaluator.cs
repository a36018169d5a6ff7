using System.Collections.Immutable;
using BuildKit.Graph.Environments;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Targets;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Symbols;

namespace BuildKit.Graph.Evaluation;

/// <summary>Works out the graph of a bound Buildfile. Pure: the same model, parameters and facts give the same graph.</summary>
public static class BuildfileEvaluator
{
    /// <summary>Evaluates every target; asks for a fact only where an expression that is evaluated needs it, and for the commit of an image's labels.</summary>
    /// <param name="model">A model without errors; one with errors gives no graph and no further diagnostics than its own.</param>
    /// <param name="parameterTexts">Values of <c>param</c>s by name, as on the command line: <c>true</c>, <c>8080</c>, text, lists separated by commas.</param>
    /// <param name="facts">The world. What it fails to answer becomes a diagnostic with the failure's code, where the answer is used.</param>
    public static EvaluationResult Evaluate(SemanticModel model, IReadOnlyDictionary<string, string> parameterTexts, IBuildFacts facts)
    {
        if (model.HasErrors)
        {
            return new EvaluationResult(null, []);
        }

        var session = new EvaluationSession(model, facts);
        var stages = new StageResolver(session);
        ImmutableArray<Target> targets = [];
        try
        {
            var module = new ModuleInstance(model.Root, "", null, null);
            new ParameterReader(session, stages.Expressions).Read(module, parameterTexts);
            foreach (ParameterSymbol parameter in model.Root.Members.OfType<ParameterSymbol>())
            {
                session.Try(() => stages.Expressions.Names.Parameter(module, parameter));
            }

            targets = new TargetBuilder(session, stages).Build(module);
        }
        catch (EvaluationAbortedException)
        {
            // The limit is among the diagnostics; half of the targets would be no graph.
            targets = [];
        }

        // Errors of the targets would come a second time.
        EnvironmentResult<EnvironmentDefinition> environments = session.HasErrors ? new([], []) : EnvironmentEvaluator.Evaluate(model, parameterTexts, facts);
        bool failed = session.HasErrors || environments.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);
        ImmutableArray<Diagnostic> diagnostics =
        [
            .. session.Diagnostics.Concat(environments.Diagnostics)
                .OrderBy(diagnostic => Rank(model, diagnostic))
                .ThenBy(diagnostic => diagnostic.Span.Start)
                .ThenBy(diagnostic => diagnostic.Code, StringComparer.Ordinal),
        ];
        return new EvaluationResult(failed ? null : new BuildGraph(stages.Steps.ToImmutable(), targets) { Environments = environments.Items }, diagnostics);
    }

    /// <summary>The files in the model's order; in front of them the command line.</summary>
    private static int Rank(SemanticModel model, Diagnostic diagnostic) =>
        model.Modules.Select(module => module.Tree.Text).ToList().IndexOf(diagnostic.Span.Source);
}
