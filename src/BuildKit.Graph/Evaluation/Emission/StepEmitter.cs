using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Steps;
using BuildKit.Language.Semantics;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>Makes the graph's steps out of calls of the built-in ones.</summary>
internal sealed class StepEmitter
{
    private readonly EvaluationSession session;
    private readonly ExpressionEvaluator expressions;
    private readonly StageResolver stages;
    private readonly FileSteps files;
    private readonly RunSteps runs;
    private readonly PublishSteps publishing;
    private readonly ConfigurationSteps configurations;
    private readonly TestSteps tests;
    private readonly EnvironmentSteps environments;

    internal StepEmitter(EvaluationSession session, ExpressionEvaluator expressions, StageResolver stages)
    {
        this.session = session;
        this.expressions = expressions;
        this.stages = stages;
        files = new FileSteps(session, expressions, stages);
        runs = new RunSteps(session, expressions, stages);
        publishing = new PublishSteps(session, expressions, stages);
        configurations = new ConfigurationSteps(session, expressions);
        tests = new TestSteps(session, runs, new ProjectTestSteps(session, expressions, stages, runs), stages.Steps);
        environments = new EnvironmentSteps(session);
    }

    internal void Emit(BoundCall call, Scope scope)
    {
        StageBody body = scope.Body ?? throw new EvaluationFailedException();
        var arguments = new Arguments(session, expressions, call, scope);
        if (body.Environment is { } environment)
        {
            environments.Emit(call.Target.Name, arguments, environment);
            return;
        }

        if (body.Test is { } test)
        {
            tests.Emit(call.Target.Name, arguments, body, test);
            return;
        }

        stages.Append(body, Steps(call.Target.Name, arguments, body));
    }

    private IEnumerable<Step> Steps(string name, Arguments arguments, StageBody body) => name switch
    {
        "Run" => [runs.Run(arguments, body)],
        "Exec" => [runs.Exec(arguments, body)],
        "Copy" => [files.Copy(arguments, body)],
        "Write" => [files.Write(arguments, body)],
        "Template" => [files.Template(arguments, body)],
        "Download" => [files.Download(arguments, body)],
        "Checkout" => [files.Checkout(arguments, body)],
        "Unpack" => [files.Unpack(arguments, body)],
        "Delete" => [files.Delete(arguments, body)],
        "Link" => [files.Link(arguments, body)],
        "Publish" => publishing.Publish(arguments, body),
        _ => configurations.Changes(name, arguments, body)
            .Select(change => new ConfigStep(arguments.Place, body.Name, body.Platform, FileSteps.Parent(body), change)),
    };
}
