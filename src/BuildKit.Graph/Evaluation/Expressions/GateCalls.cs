using BuildKit.Graph.Environments;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>The functions whose values are gates.</summary>
internal sealed class GateCalls(EvaluationSession session, ExpressionEvaluator expressions)
{
    /// <summary>The gate that a function gives.</summary>
    internal GateValue Evaluate(string name, Arguments arguments) => new(name switch
    {
        "Passed" => [.. arguments.Items<TestValue>("tests", "a test").Select(item => Passed(item.Value.Declaration, item.Place))],
        "CleanSource" => [new CleanSourceGate()],
        "Branch" => [new BranchGate([.. arguments.Texts("patterns").Select(pattern => pattern.Text)])],
        _ => throw new InvalidOperationException($"There is no gate '{name}'."),
    });

    private Digest DefinitionOf(TestDeclaration test) =>
        (session.TestDefinitions ?? throw new InvalidOperationException("A gate is worked out outside of environments.")).Of(test.Syntax, session);

    private PassedGate Passed(TestDeclaration test, SourceSpan place)
    {
        StageDeclaration? image = (expressions.Evaluate(test.Syntax.Image, test.Scope) as StageValue)?.Declaration;
        return image is { IsImage: true } && image.Scope.Module.Prefix.Length == 0 && test.Scope.Module.Prefix.Length == 0
            ? new PassedGate(test.Syntax.Identifier.Name, LocalName.Of(image.Name), DefinitionOf(test))
            : throw session.Fail(
                GraphDiagnosticCodes.EnvironmentGate, $"'{test.Syntax.Identifier.Name}' is no test of an image of this Buildfile, so it says nothing of what is delivered", place);
    }
}
