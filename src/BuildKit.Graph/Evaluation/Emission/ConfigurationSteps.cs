using System.Collections.Immutable;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>The steps that change only the configuration of the container.</summary>
internal sealed class ConfigurationSteps(EvaluationSession session, ExpressionEvaluator expressions)
{
    private readonly ShellLiteral shell = new(session, expressions);

    internal IEnumerable<ConfigChange> Changes(string name, Arguments arguments, StageBody body) => name switch
    {
        "WorkDir" => [new SetWorkDir(PathCheck.Valid(session, arguments.String("path"), arguments.PlaceOf("path")))],
        "Env" => [new SetEnv(VariableName.Valid(session, arguments.String("name"), arguments.PlaceOf("name")), RunSteps.NoNul(session, arguments.String("value"), arguments.PlaceOf("value")))],
        "User" => [new SetUser(FileSteps.OwnerOf(session, arguments, "user") ?? throw new EvaluationFailedException())],
        "Expose" => [.. arguments.Texts("ports").Select(Port)],
        "Entrypoint" => [new SetEntrypoint(Words(arguments), body.HasCommand)],
        "Command" => Command(arguments, body),
        "Label" => [new SetLabel(LabelName(arguments), arguments.String("value"))],
        "Volume" => [.. arguments.Texts("paths").Select(Volume)],
        "StopSignal" => [StopSignal(arguments)],
        "Shell" => [new SetShell(RunSteps.Words(session, arguments, "arguments"))],
        "HealthCheck" => [Check(arguments, ["CMD-SHELL", shell.Evaluate(arguments.Call.Argument("command") ?? throw new EvaluationFailedException(), arguments.Scope)])],
        "HealthCheck.Exec" => [Check(arguments, ["CMD", .. RunSteps.Words(session, arguments, "arguments")])],
        "HealthCheck.None" => [new SetHealthCheck(new HealthCheck(["NONE"], null, null, null, null))],
        _ => throw new InvalidOperationException($"The step '{name}' cannot be made."),
    };

    private ImmutableArray<string> Words(Arguments arguments) =>
        [.. arguments.Texts("arguments").Select(text => RunSteps.NoNul(session, text.Text, text.Place))];

    private SetCommand[] Command(Arguments arguments, StageBody body)
    {
        SetCommand change = new(Words(arguments));
        body.HasCommand = true;
        return [change];
    }

    private string LabelName(Arguments arguments)
    {
        string name = arguments.String("name");
        return name.Length > 0 ? name : throw session.Fail(GraphDiagnosticCodes.InvalidName, "a label has a name", arguments.PlaceOf("name"));
    }

    private Expose Port((string Text, SourceSpan Place) port) =>
        PortText.TryParse(port.Text, out string text)
            ? new Expose(text)
            : throw session.Fail(GraphDiagnosticCodes.InvalidPort, $"'{port.Text}' is no port such as 8080 or \"53/udp\"", port.Place);

    private AddVolume Volume((string Text, SourceSpan Place) path)
    {
        PathCheck.Valid(session, path.Text, path.Place);
        return path.Text.StartsWith('/')
            ? new AddVolume(ImagePath.Resolve(null, path.Text))
            : throw session.Fail(GraphDiagnosticCodes.InvalidPath, $"a volume's path is absolute, and '{path.Text}' is not", path.Place);
    }

    private SetStopSignal StopSignal(Arguments arguments)
    {
        string signal = arguments.String("signal");
        return SignalText.IsValid(signal)
            ? new SetStopSignal(signal)
            : throw session.Fail(GraphDiagnosticCodes.InvalidName, $"'{signal}' is no signal such as SIGTERM or 15", arguments.PlaceOf("signal"));
    }

    private SetHealthCheck Check(Arguments arguments, ImmutableArray<string> test)
    {
        long? retries = arguments.FindInt("retries");
        if (retries is < 1 or > int.MaxValue)
        {
            throw session.Fail(GraphDiagnosticCodes.OutOfRange, $"'retries' is 1 or more, and this is {retries}", arguments.PlaceOf("retries"));
        }

        return new SetHealthCheck(new HealthCheck(test, Duration(arguments, "interval"), Duration(arguments, "timeout"), Duration(arguments, "startPeriod"), (int?)retries));
    }

    private static TimeSpan? Duration(Arguments arguments, string name) =>
        arguments.Parse<TimeSpan>(name, DurationText.TryParse, GraphDiagnosticCodes.InvalidDuration, "length of time such as 30s");
}
