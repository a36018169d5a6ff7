using System.ComponentModel;

namespace BuildKit.MSBuild.Tool;

/// <summary>Runs the tool for a task, and makes of what it says what MSBuild understands.</summary>
/// <param name="log">Takes diagnostics and lines.</param>
/// <param name="location">Where the tool is; null where it is nowhere.</param>
/// <param name="directory">The Buildfile's folder, in which the tool runs.</param>
internal sealed class ToolRun(TaskLog log, ToolLocation? location, string directory)
{
    private ToolProcess? process;

    /// <summary>Runs the tool; failures have been logged when this returns.</summary>
    /// <param name="arguments">The tool's own.</param>
    /// <param name="output">Takes each line of standard output.</param>
    /// <param name="onlyFailures">Whether what a run says that succeeds is left out, since another run says it again.</param>
    /// <returns>Whether it succeeded.</returns>
    public bool Run(IReadOnlyList<string> arguments, Action<string> output, bool onlyFailures = false)
    {
        if (location is null)
        {
            log.Error(MSBuildErrorCodes.ToolMissing, $"The tool buildkit, which builds images, is not installed. {ToolLocation.Advice}");
            return false;
        }

        log.Detail(string.Join(' ', (string[])[location.Program, .. location.Prefix, .. arguments]));
        var kept = new List<ToolDiagnostic>();
        var lines = new List<string>();
        var reader = new DiagnosticReader(directory, diagnostic => Take(diagnostic, onlyFailures, kept), lines.Add);
        process = new ToolProcess(location, directory);
        int exitCode;
        try
        {
            exitCode = process.Run(arguments, output, reader.Read);
        }
        catch (Win32Exception exception)
        {
            log.Error(MSBuildErrorCodes.ToolFailed, $"{location.Program} could not be started: {exception.Message}. {ToolLocation.Advice}");
            return false;
        }

        reader.Complete();
        if (onlyFailures && exitCode == 0)
        {
            return true;
        }

        // Such as a test of a deployment that fails, and that the environment does not ask for.
        kept.ForEach(diagnostic => log.Log(exitCode == 0 && diagnostic.Severity == "error" ? diagnostic with { Severity = "warning" } : diagnostic));
        if (exitCode != 0 && !log.HasErrors)
        {
            // Such as dotnet, which has the tool in a manifest and not restored it.
            log.Error(MSBuildErrorCodes.ToolFailed, string.Join('\n', lines.Prepend($"{location.Program} exited with code {exitCode}.")));
        }
        else
        {
            lines.ForEach(log.Line);
        }

        return exitCode == 0;
    }

    private void Take(ToolDiagnostic diagnostic, bool onlyFailures, List<ToolDiagnostic> kept)
    {
        if (onlyFailures || diagnostic.Severity == "error")
        {
            kept.Add(diagnostic);
        }
        else
        {
            log.Log(diagnostic);
        }
    }

    /// <summary>Asks it to end.</summary>
    public void Cancel() => process?.Cancel();
}
