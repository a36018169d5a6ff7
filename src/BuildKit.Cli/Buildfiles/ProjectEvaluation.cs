using BuildKit.Cli.Hosting;
using BuildKit.Engine.Store;
using BuildKit.Facts.Projects;

namespace BuildKit.Cli.Buildfiles;

/// <summary>Who answers for the .NET projects of a context: the process beside the tool, and what it answered before.</summary>
internal static class ProjectEvaluation
{
    /// <summary>Asks nothing before a Buildfile does.</summary>
    public static ProjectEvaluator Of(CommandHost host, string contextDirectory, CancellationToken ct) => new(
        contextDirectory,
        new ProjectMemory(StorePaths.FromEnvironment(host.Environment).Projects),
        new ProjectProcess(Path.Combine(AppContext.BaseDirectory, "dotnet", "buildkit-dotnet.dll"), host.Environment, ct));
}
