using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>The steps of a test: it starts the image once and first, and runs things beside it, in the network of its own that they share.</summary>
internal sealed class TestSteps(EvaluationSession session, RunSteps runs, ProjectTestSteps projects, StepList steps)
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(30);

    internal void Emit(string name, Arguments arguments, StageBody body, TestBody test)
    {
        switch (name)
        {
            case "Start":
                test.Start = Start(arguments, test);
                break;
            case "Run":
                Add(runs.Run(arguments, body), arguments, body, test);
                break;
            case "Exec":
                Add(runs.Exec(arguments, body), arguments, body, test);
                break;
            case "DotNet.Test":
                // It stands on files of its own, so the steps behind it go on where those before it ended.
                RunStep step = projects.Test(arguments, body);
                session.Spend(step.Origin);
                test.Steps.Add(steps.Add(step));
                break;
            default:
                // Steps under a name can hold what a test cannot.
                throw session.Fail(GraphDiagnosticCodes.TestStep, $"'{name}' makes an image and may not stand in a test, which has Start, Run, Exec and DotNet.Test", arguments.Place);
        }
    }

    private ServiceStart Start(Arguments arguments, TestBody test)
    {
        if (test.Start is not null || test.Steps.Count > 0)
        {
            throw session.Fail(GraphDiagnosticCodes.TestStep, "a test starts its image once, in front of its other steps", arguments.Place);
        }

        var port = (PortValue)arguments.Value("ready");
        TimeSpan? timeout = arguments.Parse<TimeSpan>("timeout", DurationText.TryParse, GraphDiagnosticCodes.InvalidDuration, "length of time such as 30s");
        return new ServiceStart(arguments.Place, port.Number, timeout ?? UsualTimeout);
    }

    private void Add(RunStep step, Arguments arguments, StageBody body, TestBody test)
    {
        if (step.Options.Network != NetworkAccess.None)
        {
            throw session.Fail(GraphDiagnosticCodes.TestStep, "a test has a network of its own, which its steps share with the image; the host's is not in reach", arguments.PlaceOf("network"));
        }

        session.Spend(step.Origin);
        StepRef added = steps.Add(step);
        body.Head = added;
        test.Steps.Add(added);
    }
}
