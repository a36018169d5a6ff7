using BuildKit.MSBuild.Tool;
using Microsoft.Build.Framework;

namespace BuildKit.MSBuild.Tasks;

/// <summary><c>buildkit deploy ENV</c>: all images of a Buildfile into an environment.</summary>
public sealed class DeployImages : BuildfileTask
{
    /// <summary>The environment of the Buildfile.</summary>
    [Required]
    public string Environment { get; set; } = "";

    /// <inheritdoc />
    private protected override bool Execute(ToolRun tool, TaskLog log) =>
        tool.Run(["deploy", Environment, .. BuildfileArguments, "--progress", "plain", .. Arguments ?? []], log.Line);
}
