using System.Collections.Immutable;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>The steps that run something.</summary>
internal sealed class RunSteps(EvaluationSession session, ExpressionEvaluator expressions, StageResolver stages)
{
    private readonly ShellLiteral shell = new(session, expressions);
    private readonly RunMountArguments mounts = new(session, expressions, stages);
    private readonly NetworkArguments networks = new(session, expressions);

    internal RunStep Run(Arguments arguments, StageBody body)
    {
        string script = shell.Evaluate(arguments.Call.Argument("command") ?? throw new EvaluationFailedException(), arguments.Scope);
        if (string.IsNullOrWhiteSpace(script))
        {
            throw session.Fail(GraphDiagnosticCodes.WrongValue, "the script is empty", arguments.PlaceOf("command"));
        }

        return Step(arguments, body, new RunCommand(IsShell: true, [script]));
    }

    internal RunStep Exec(Arguments arguments, StageBody body) =>
        Step(arguments, body, new RunCommand(IsShell: false, Words(session, arguments, "arguments")));

    /// <summary>A program and its arguments out of a variadic parameter; at least the program.</summary>
    internal static ImmutableArray<string> Words(EvaluationSession session, Arguments arguments, string name)
    {
        ImmutableArray<(string Text, SourceSpan Place)> texts = arguments.Texts(name);
        foreach ((string text, SourceSpan place) in texts)
        {
            NoNul(session, text, place);
        }

        return texts.IsEmpty || texts[0].Text.Length == 0
            ? throw session.Fail(GraphDiagnosticCodes.WrongValue, "a program to start is needed", texts.IsEmpty ? arguments.Place : texts[0].Place)
            : [.. texts.Select(text => text.Text)];
    }

    /// <summary>Arguments and variables end at a NUL, so none can hold one.</summary>
    internal static string NoNul(EvaluationSession session, string text, SourceSpan place) =>
        text.Contains('\0', StringComparison.Ordinal) ? throw session.Fail(GraphDiagnosticCodes.WrongValue, "this holds a NUL, which no argument or variable can", place) : text;

    private RunStep Step(Arguments arguments, StageBody body, RunCommand command)
    {
        ImmutableArray<EnvironmentVariable> env = Variables(arguments);
        ImmutableArray<Mount> seen = mounts.Mounts(arguments, body);
        var options = new RunOptions
        {
            Mounts = seen,
            Env = env,
            SecretVariables = mounts.Variables(arguments, env, seen),
            User = FileSteps.OwnerOf(session, arguments, "user"),
            Dir = arguments.FindString("dir") is { } directory ? PathCheck.Valid(session, directory, arguments.PlaceOf("dir")) : null,
            Network = networks.Of(arguments),
            MemoryBytes = arguments.Parse<long>("memory", SizeText.TryParse, GraphDiagnosticCodes.InvalidSize, "size such as 512m or 2g"),
            Cpus = arguments.Parse<double>("cpus", CoreCountText.TryParse, GraphDiagnosticCodes.InvalidCores, "number of cores such as 1.5"),
            Pids = Pids(arguments),
            Timeout = arguments.Parse<TimeSpan>("timeout", DurationText.TryParse, GraphDiagnosticCodes.InvalidDuration, "length of time such as 90s or 10m"),
            Reports = Reports(arguments),
            NeverCache = arguments.Find("cache") is EnumValue { Name: "Never" },
        };
        return new RunStep(arguments.Place, body.Name, body.Platform, FileSteps.Parent(body), command, options);
    }

    private int? Pids(Arguments arguments)
    {
        const int most = 1 << 22; // The kernel's own (PID_MAX_LIMIT).
        long? pids = arguments.FindInt("pids");
        return pids is < 1 or > most
            ? throw session.Fail(GraphDiagnosticCodes.OutOfRange, $"'pids' is 1 to {most}, and this is {pids}", arguments.PlaceOf("pids"))
            : (int?)pids;
    }

    private ImmutableArray<string> Reports(Arguments arguments)
    {
        ImmutableArray<string> reports = [.. arguments.FindStrings("reports").Select(path => PathCheck.Valid(session, path, arguments.PlaceOf("reports")))];
        return reports.FirstOrDefault(path => path[0] == '/' && Configuration.ImagePath.Resolve(null, path) == "/") is { } root
            ? throw session.Fail(GraphDiagnosticCodes.InvalidPath, $"'{root}' is all of the root filesystem; name the files that the run writes", arguments.PlaceOf("reports"))
            : reports;
    }

    /// <summary>What <c>env:</c> sets.</summary>
    internal ImmutableArray<EnvironmentVariable> Variables(Arguments arguments)
    {
        if (arguments.Find("env") is not { } value)
        {
            return [];
        }

        SourceSpan place = arguments.PlaceOf("env");
        return
        [
            .. ((ObjectValue)value).Properties.Select(property =>
                new EnvironmentVariable(property.Key, NoNul(session, expressions.Text.Of(property.Value, place), place))),
        ];
    }
}
