using System.Collections.Immutable;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>
/// <c>Publish</c>: what a restore reads is copied and restored, with the network; what a build reads is copied and published, without. Both are ordinary steps, so that each
/// runs only when what it reads has changed.
/// </summary>
internal sealed class PublishSteps(EvaluationSession session, ExpressionEvaluator expressions)
{
    private const string Downloads = "/var/cache/nuget";

    // Nothing of the step outlives it, and nothing is asked of anybody.
    private static readonly ImmutableArray<EnvironmentVariable> Env =
    [
        new("DOTNET_CLI_TELEMETRY_OPTOUT", "true"), new("DOTNET_CLI_USE_MSBUILD_SERVER", "false"), new("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"), new("DOTNET_NOLOGO", "true"),
        new("MSBUILDDISABLENODEREUSE", "1"),
    ];

    internal IEnumerable<Step> Publish(Arguments arguments, StageBody body)
    {
        object value = arguments.Value("project");
        DotNetProject project = value as DotNetProject ?? throw expressions.Text.Unfit(value, "a .NET project", arguments.PlaceOf("project"));
        string to = PathCheck.Valid(session, arguments.String("to"), arguments.PlaceOf("to"));
        body.Published[project.Path] = new PublishedFolder(to, FileSteps.Parent(body));
        string source = arguments.FindString("source") is { } given ? PathCheck.Valid(session, given, arguments.PlaceOf("source")).TrimEnd('/') : "/src";
        string path = $"{source}/{project.Path}";
        string[] runtime = project.IsSelfContained ? ["--runtime", RuntimeIdentifier.For(body.Platform, project.RuntimeIdentifiers)] : [];

        yield return Copy(arguments, body, project.RestoreFiles, source);
        yield return Run(
            arguments, body, isRestore: true,
            ["dotnet", "restore", path, .. runtime, .. project.RestoreFiles.Contains(LockFileOf(project)) ? ["--locked-mode"] : Array.Empty<string>(), .. Properties(project, isRestore: true)]);
        yield return Copy(arguments, body, ProjectProperties.SourcesOf(project), source);
        yield return Run(
            arguments, body, isRestore: false,
            ["dotnet", "publish", path, "--no-restore", "--output", to, .. runtime, .. Properties(project, isRestore: false)]);
    }

    private static CopyStep Copy(Arguments arguments, StageBody body, IEnumerable<string> paths, string source) => new(
        arguments.Place, body.Name, body.Platform, FileSteps.Parent(body), ContextSource.Instance,
        new FileSelection([.. paths.Select(CopyPattern.Of)], ["**/bin", "**/obj"], Parents: true), source + "/", Owner: null, Mode: null);

    private static RunStep Run(Arguments arguments, StageBody body, bool isRestore, ImmutableArray<string> words)
    {
        RunOptions options = isRestore
            ? new RunOptions
            {
                Env = [.. Env, new EnvironmentVariable("NUGET_HTTP_CACHE_PATH", Downloads)],
                Mounts = [new CacheMount(Downloads, "nuget", CacheSharing.Shared)],
                Network = NetworkAccess.Host,
            }
            : new RunOptions { Env = Env };
        return new RunStep(arguments.Place, body.Name, body.Platform, FileSteps.Parent(body), new RunCommand(IsShell: false, words), options);
    }

    private static IEnumerable<string> Properties(DotNetProject project, bool isRestore)
    {
        foreach ((string name, string value) in project.Properties)
        {
            // A framework that is chosen for the project is none that its references must have.
            if (!name.Equals("TargetFramework", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"-p:{name}={Escaped(value)}";
            }
            else if (!isRestore)
            {
                yield return $"--framework={value}";
            }
        }

        if (!isRestore)
        {
            yield return "-p:ContinuousIntegrationBuild=true";
            yield return "-p:UseSharedCompilation=false";
            if (!project.IsSelfContained)
            {
                yield return "-p:UseAppHost=false";
            }
        }
    }

    // On a command line MSBuild takes ; and , for the start of the next property, and % for an escape.
    private static string Escaped(string value) =>
        value.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string LockFileOf(DotNetProject project) =>
        project.Path.LastIndexOf('/') is >= 0 and var slash ? project.Path[..(slash + 1)] + "packages.lock.json" : "packages.lock.json";
}
