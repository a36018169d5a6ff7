using BuildKit.Cli.Hosting;
using BuildKit.Engine.Store;
using BuildKit.Facts.Projects;

namespace BuildKit.Cli.Buildfiles;

/// <summary>Who answers for the .NET projects of a context: the process beside the tool, and what it answered before.</summary>
internal static class ProjectEvaluation
{
    /// <summary>Asks nothing before a Buildfile does.</summary>
    public static ProjectEvaluator Of(CommandHost host, string contextDirectory, CancellationToken ct)
    {
        // A folder with something in it becomes no store, so before there is one nothing is remembered.
        StorePaths store = StorePaths.FromEnvironment(host.Environment);
        return new ProjectEvaluator(
            contextDirectory,
            new ProjectMemory(File.Exists(store.VersionFile) ? store.Projects : null),
            new ProjectProcess(Path.Combine(AppContext.BaseDirectory, "dotnet", "buildkit-dotnet.dll"), host.Environment, ct));
    }
}
