using System.Text;
using BuildKit.MSBuild.Tool;
using Microsoft.Build.Framework;

namespace BuildKit.MSBuild.Tasks;

/// <summary>Asks the tool which images a Buildfile declares, and whether the tool is as new as the package. Tells the Buildfile's mistakes, and its warnings only where there are some.</summary>
public sealed class ReadBuildfile : BuildfileTask
{
    /// <summary>The version of the package.</summary>
    public string? PackageVersion { get; set; }

    /// <summary>The images.</summary>
    [Output]
    public ITaskItem[] Images { get; private set; } = [];

    /// <inheritdoc />
    private protected override bool Execute(ToolRun tool, TaskLog log)
    {
        var version = new StringBuilder();
        if (!tool.Run(["--version"], line => version.Append(line), onlyFailures: true))
        {
            return false;
        }

        if (VersionOrder.IsOlder(version.ToString(), PackageVersion))
        {
            log.Warning(
                MSBuildErrorCodes.ToolOlder, $"{version} is older than the package BuildKit.MSBuild {PackageVersion}. Update it: dotnet tool update buildkit, with -g where it is your own.");
        }

        var graph = new StringBuilder();
        if (!tool.Run(["graph", .. BuildfileArguments], line => graph.Append(line).Append('\n'), onlyFailures: true))
        {
            return false;
        }

        Images = [.. GraphImages.Read(graph.ToString()).Select(image => image.ToItem())];
        return true;
    }
}
