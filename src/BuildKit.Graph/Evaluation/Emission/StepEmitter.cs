using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Steps;
using BuildKit.Language.Semantics;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>Makes the graph's steps out of calls of the built-in ones.</summary>
internal sealed class StepEmitter(EvaluationSession session, ExpressionEvaluator expressions, StageResolver stages)
{
    private readonly FileSteps files = new(session, expressions, stages);
    private readonly RunSteps runs = new(session, expressions, stages);
    private readonly ConfigurationSteps configurations = new(session, expressions);

    internal void Emit(BoundCall call, Scope scope)
    {
        StageBody body = scope.Body ?? throw new EvaluationFailedException();
        var arguments = new Arguments(session, expressions, call, scope);
        foreach (Step step in Steps(call.Target.Name, arguments, body))
        {
            session.Spend(step.Origin);
            body.Head = stages.Steps.Add(step);
        }
    }

    private IEnumerable<Step> Steps(string name, Arguments arguments, StageBody body) => name switch
    {
        "Run" => [runs.Run(arguments, body)],
        "Exec" => [runs.Exec(arguments, body)],
        "Copy" => [files.Copy(arguments, body)],
        "Write" => [files.Write(arguments, body)],
        "Template" => [files.Template(arguments, body)],
        "Unpack" => [files.Unpack(arguments, body)],
        "Delete" => [files.Delete(arguments, body)],
        "Link" => [files.Link(arguments, body)],
        _ => configurations.Changes(name, arguments, body)
            .Select(change => new ConfigStep(arguments.Place, body.Name, body.Platform, FileSteps.Parent(body), change)),
    };
}
