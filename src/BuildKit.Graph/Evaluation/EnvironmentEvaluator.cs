using System.Collections.Immutable;
using BuildKit.Graph.Environments;
using BuildKit.Graph.Evaluation.Environments;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Facts;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;

namespace BuildKit.Graph.Evaluation;

/// <summary>
/// Works out the environments of a bound Buildfile, without its images: a promotion needs neither bases nor a context. Pure, as
/// <see cref="BuildfileEvaluator"/> is.
/// </summary>
public static class EnvironmentEvaluator
{
    /// <summary>The environments, in the order of their declarations.</summary>
    /// <param name="model">A model without errors; one with errors gives nothing.</param>
    /// <param name="parameterTexts">Values of <c>param</c>s by name, as on the command line.</param>
    /// <param name="facts">The world; of Git, only conditions at the top level see anything.</param>
    public static EnvironmentResult<EnvironmentDefinition> Evaluate(SemanticModel model, IReadOnlyDictionary<string, string> parameterTexts, IBuildFacts facts)
    {
        if (model.HasErrors || !Declares(model.Root.Tree.Root))
        {
            return new EnvironmentResult<EnvironmentDefinition>([], []);
        }

        var unreleased = new UnreleasedFacts(facts);
        return Run(model, parameterTexts, unreleased, (builder, module) => builder.Build(module, unreleased));
    }

    /// <summary>The tags that an environment adds to the images of a release.</summary>
    /// <param name="recorded">What was recorded of the release's commit; null where it was built without Git.</param>
    public static EnvironmentResult<string> Tags(
        SemanticModel model, IReadOnlyDictionary<string, string> parameterTexts, IBuildFacts facts, string environment, IGitFacts? recorded) =>
        Run(model, parameterTexts, new ReleasedFacts(facts, recorded), (builder, module) => builder.Tags(module, environment));

    private static EnvironmentResult<T> Run<T>(
        SemanticModel model, IReadOnlyDictionary<string, string> parameterTexts, IBuildFacts facts, Func<EnvironmentBuilder, ModuleInstance, ImmutableArray<T>> work)
    {
        var session = new EvaluationSession(model, facts) { TestDefinitions = new TestDefinitions(model, parameterTexts, facts) };
        var stages = new StageResolver(session);
        ImmutableArray<T> items = [];
        try
        {
            var module = new ModuleInstance(model.Root, "", null, null);
            new ParameterReader(session, stages.Expressions).Read(module, parameterTexts);
            session.Try(() => items = work(new EnvironmentBuilder(session, stages), module));
        }
        catch (EvaluationAbortedException)
        {
            // The limit is among the diagnostics.
            items = [];
        }

        ImmutableArray<Diagnostic> diagnostics = [.. session.Diagnostics.OrderBy(diagnostic => diagnostic.Span.Start).ThenBy(diagnostic => diagnostic.Code, StringComparer.Ordinal)];
        return new EnvironmentResult<T>(session.HasErrors ? [] : items, diagnostics);
    }

    private static bool Declares(SyntaxNode node) =>
        node is EnvironmentSyntax || (node is BuildfileSyntax or BlockSyntax or IfSyntax or ForEachSyntax && node.Children.Any(Declares));
}
