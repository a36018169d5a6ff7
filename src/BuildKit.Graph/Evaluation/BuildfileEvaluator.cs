using BuildKit.Graph.Facts;
using BuildKit.Language.Semantics;

namespace BuildKit.Graph.Evaluation;

/// <summary>Works out the graph of a bound Buildfile. Pure: the same model, parameters and facts give the same graph.</summary>
public static class BuildfileEvaluator
{
    /// <summary>Evaluates every target; asks for a fact only where an expression that is evaluated needs it.</summary>
    /// <param name="model">A model without errors; one with errors gives no graph and no further diagnostics than its own.</param>
    /// <param name="parameterTexts">Values of <c>param</c>s by name, as on the command line: <c>true</c>, <c>8080</c>, text, lists separated by commas.</param>
    /// <param name="facts">The world.</param>
    public static EvaluationResult Evaluate(SemanticModel model, IReadOnlyDictionary<string, string> parameterTexts, IBuildFacts facts) =>
        throw new NotSupportedException();
}
