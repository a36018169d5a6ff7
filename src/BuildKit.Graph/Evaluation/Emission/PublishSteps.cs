using System.Collections.Immutable;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Language.Diagnostics;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>
/// <c>Publish</c>: what a restore reads is copied and restored, with the network; what a build reads is copied and published, without. Both are ordinary steps, so that each
/// runs only when what it reads has changed. In an image that happens aside (<see cref="PublishedLayers"/>).
/// </summary>
internal sealed class PublishSteps(EvaluationSession session, ExpressionEvaluator expressions, StageResolver stages)
{
    private const string Downloads = "/var/cache/nuget";

    // Nothing of the step outlives it, and nothing is asked of anybody. The programs end before what they would learn of themselves pays.
    internal static readonly ImmutableArray<EnvironmentVariable> Env =
    [
        new("DOTNET_CLI_TELEMETRY_OPTOUT", "true"), new("DOTNET_CLI_USE_MSBUILD_SERVER", "false"), new("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"), new("DOTNET_NOLOGO", "true"),
        new("DOTNET_TieredPGO", "0"), new("MSBUILDDISABLENODEREUSE", "1"),
    ];

    private readonly PublishedLayers layers = new(session, stages);

    internal IEnumerable<Step> Publish(Arguments arguments, StageBody body)
    {
        object value = arguments.Value("project");
        DotNetProject project = value as DotNetProject ?? throw expressions.Text.Unfit(value, "a .NET project", arguments.PlaceOf("project"));
        string to = PathCheck.Valid(session, arguments.String("to"), arguments.PlaceOf("to"));
        body.Published[project.Path] = new PublishedFolder(to, FileSteps.Parent(body));
        string source = arguments.FindString("source") is { } given ? PathCheck.Valid(session, given, arguments.PlaceOf("source")).TrimEnd('/') : "/src";
        bool isMusl = body is { IsImage: true, Base: DotNetBaseValue { Variant: { } variant } } && variant.StartsWith("alpine", StringComparison.Ordinal);
        var commands = PublishCommands.For(project, source, body.Platform, isMusl);
        if (body.IsImage)
        {
            return layers.Publish(arguments, body, commands, to);
        }

        return arguments.Find("sdk") is null
            ? InPlace(arguments, body, commands, to)
            : throw session.Fail(
                GraphDiagnosticCodes.SdkOfStage, $"'{body.Name}' is a stage, which publishes with what it stands on", arguments.PlaceOf("sdk"),
                new Note("Leave 'sdk' out, or publish in the image."));
    }

    /// <summary>The steps up to the sources.</summary>
    internal static IEnumerable<Step> Restored(Arguments arguments, StageBody body, PublishCommands commands)
    {
        yield return Copy(arguments, body, commands.Project.RestoreFiles, commands.Source);
        yield return Run(arguments, body, commands.Restore(), new RunOptions
        {
            Env = [.. Env, new EnvironmentVariable("NUGET_HTTP_CACHE_PATH", Downloads)],
            Mounts = [new CacheMount(Downloads, "nuget", CacheSharing.Shared)],
            Network = NetworkAccess.Host,
        });
        yield return Copy(arguments, body, ProjectProperties.SourcesOf(commands.Project), commands.Source);
    }

    /// <summary>The step behind them.</summary>
    internal static Step Published(Arguments arguments, StageBody body, PublishCommands commands, ImmutableArray<string> words) => Run(arguments, body, words, new RunOptions
    {
        Env = Env,
        Incremental = IncrementalProjects.Of(commands.Project, commands.Source),
    });

    private static IEnumerable<Step> InPlace(Arguments arguments, StageBody body, PublishCommands commands, string to)
    {
        foreach (Step step in Restored(arguments, body, commands))
        {
            yield return step;
        }

        yield return Published(arguments, body, commands, commands.Publish(to));
    }

    internal static CopyStep Copy(Arguments arguments, StageBody body, IEnumerable<string> paths, string source) => new(
        arguments.Place, body.Name, body.Platform, FileSteps.Parent(body), ContextSource.Instance,
        new FileSelection([.. paths.Select(CopyPattern.Of)], ["**/bin", "**/obj"], Parents: true), source + "/", Owner: null, Mode: null);

    /// <summary>A step that runs <c>dotnet</c>.</summary>
    internal static RunStep Run(Arguments arguments, StageBody body, ImmutableArray<string> words, RunOptions options) =>
        new(arguments.Place, body.Name, body.Platform, FileSteps.Parent(body), new RunCommand(IsShell: false, words), options);
}
