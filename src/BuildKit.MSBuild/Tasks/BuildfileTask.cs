using BuildKit.MSBuild.Tool;
using Microsoft.Build.Framework;

namespace BuildKit.MSBuild.Tasks;

/// <summary>A task that starts the tool for a Buildfile.</summary>
public abstract class BuildfileTask : ICancelableTask
{
    private ToolRun? tool;

    /// <inheritdoc />
    public IBuildEngine BuildEngine { get; set; } = null!;

    /// <inheritdoc />
    public ITaskHost? HostObject { get; set; }

    /// <summary>The Buildfile's full path.</summary>
    [Required]
    public string Buildfile { get; set; } = "";

    /// <summary>The build context's full path; empty for the Buildfile's folder.</summary>
    public string? Context { get; set; }

    /// <summary><c>NAME=VALUE</c> each.</summary>
    public string[]? Parameters { get; set; }

    /// <summary>Further arguments.</summary>
    public string[]? Arguments { get; set; }

    /// <summary>The tool; empty where it is to be found.</summary>
    public string? Command { get; set; }

    /// <summary>The arguments that say which Buildfile.</summary>
    private protected IEnumerable<string> BuildfileArguments => ToolArguments.OfBuildfile(Buildfile, Context, Parameters);

    /// <inheritdoc />
    public bool Execute()
    {
        string folder = Path.GetDirectoryName(Buildfile) ?? "/";
        var log = new TaskLog(BuildEngine, Buildfile);
        tool = new ToolRun(log, ToolLocation.Find(Command, folder, Environment.GetEnvironmentVariable), folder);
        return Execute(tool, log);
    }

    /// <inheritdoc />
    public void Cancel() => tool?.Cancel();

    /// <summary>Does the work; failures have been logged when this returns.</summary>
    private protected abstract bool Execute(ToolRun tool, TaskLog log);
}
