using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;
using BuildKit.Language.Diagnostics;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>
/// <c>DotNet.Test</c>: the project is restored and built by steps of the build, as <c>Publish</c> does it, on an SDK and not on the image; the step of the test runs what they built.
/// </summary>
internal sealed class ProjectTestSteps(EvaluationSession session, ExpressionEvaluator expressions, StageResolver stages, RunSteps runs)
{
    private const string Source = "/src";
    private const string Results = "/TestResults";

    /// <summary>The step of the test; those that it stands on are in the graph then.</summary>
    internal RunStep Test(Arguments arguments, StageBody test)
    {
        object value = arguments.Value("project");
        DotNetProject project = value as DotNetProject ?? throw expressions.Text.Unfit(value, "a .NET project", arguments.PlaceOf("project"));
        if (!project.IsTest)
        {
            throw session.Fail(
                GraphDiagnosticCodes.NoTestProject, $"{project.Path} is no test project, and dotnet test would run nothing", arguments.PlaceOf("project"),
                new Note("A test project sets IsTestProject, or refers to Microsoft.NET.Test.Sdk, MSTest, xunit.v3 or TUnit."));
        }

        // What runs the tests is no part of the image, and so for the builder's own processor.
        var body = new StageBody(test.Name, session.Ask(arguments.Place, facts => facts.BuildPlatform), test.Place);
        body.Head = stages.Base(
            arguments.Find("sdk") ?? ProjectCalls.Sdk(session, project, family: null, variant: null, arguments.PlaceOf("project")), body, arguments.PlaceOf("sdk"));
        stages.Append(body, Built(arguments, body, new PublishCommands(project, Source, Runtime: null)));
        string path = $"{Source}/{project.Path}";
        var command = new ProjectTestCommand(
            project, path, Results,
            arguments.FindString("filter") is { } filter ? RunSteps.NoNul(session, filter, arguments.PlaceOf("filter")) : null,
            [.. arguments.FindStrings("arguments").Select(argument => RunSteps.NoNul(session, argument, arguments.PlaceOf("arguments")))]);
        return command.IsFilterUnknown
            ? throw session.Fail(
                GraphDiagnosticCodes.TestFilter, $"{project.Path} is run by Microsoft.Testing.Platform with a framework that has filters of its own", arguments.PlaceOf("filter"),
                new Note("Write it into 'arguments', such as [\"--filter-class\", \"*Name\"]."))
            : PublishSteps.Run(arguments, body, command.Words(), new RunOptions
            {
                Dir = command.Folder,
                Env = [.. PublishSteps.Env, .. runs.Variables(arguments)],
                Timeout = arguments.Parse<TimeSpan>("timeout", DurationText.TryParse, GraphDiagnosticCodes.InvalidDuration, "length of time such as 90s or 10m"),
                Reports = [Results],
            });
    }

    private static IEnumerable<Step> Built(Arguments arguments, StageBody body, PublishCommands commands)
    {
        foreach (Step step in PublishSteps.Restored(arguments, body, commands))
        {
            yield return step;
        }

        yield return PublishSteps.Published(arguments, body, commands, commands.Build());
    }
}
