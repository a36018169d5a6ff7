using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Evaluation.Environments;

/// <summary>
/// The identities of what tests say, for the gates that ask for them. They are worked out beside the environments and not among them: what a variable is
/// there must not come from in here.
/// </summary>
internal sealed class TestDefinitions(SemanticModel model, IReadOnlyDictionary<string, string> parameterTexts, IBuildFacts facts)
{
    private readonly Dictionary<TestSyntax, Digest> known = new(ReferenceEqualityComparer.Instance);

    /// <summary>The identity of a test.</summary>
    /// <param name="asking">The evaluation that asks, which is told what is wrong.</param>
    /// <exception cref="EvaluationFailedException">The test has errors, which are reported.</exception>
    internal Digest Of(TestSyntax test, EvaluationSession asking)
    {
        if (!known.TryGetValue(test, out Digest definition))
        {
            known.Add(test, definition = Evaluate(test, asking));
        }

        return definition;
    }

    private Digest Evaluate(TestSyntax test, EvaluationSession asking)
    {
        var symbolic = new SymbolicFacts(facts);
        var session = new EvaluationSession(model, symbolic);
        var stages = new StageResolver(session) { NamesStages = true };
        var steps = new TestBody();
        bool done = false;
        try
        {
            session.Try(() =>
            {
                var module = new ModuleInstance(model.Root, "", null, null);
                new ParameterReader(session, stages.Expressions).Read(module, parameterTexts);
                _ = stages.Elaborate(module);
                symbolic.IsInside = true;
                StepRef image = stages.Steps.Add(new ScratchStep(test.Image.Span, "image", SymbolicFacts.AnyPlatform));
                var body = new StageBody(test.Identifier.Name, SymbolicFacts.AnyPlatform, test.Identifier.Span) { Head = image, Test = steps };
                Scope scope = module.Tests.First(declared => ReferenceEquals(declared.Syntax, test)).Scope;
                done = stages.Run(test.Body, scope.WithBody(body));
            });
        }
        finally
        {
            foreach (Diagnostic diagnostic in session.Diagnostics)
            {
                asking.Report(diagnostic);
            }
        }

        return done
            ? TestDefinition.Of(steps.Start, steps.Steps.Select(step => (RunStep)stages.Steps[step]), reference => stages.Steps[reference]).ToDigest()
            : throw new EvaluationFailedException();
    }
}
