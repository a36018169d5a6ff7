using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BuildKit.MSBuild.Tool;

/// <summary>One run of the tool.</summary>
internal sealed partial class ToolProcess(ToolLocation tool, string directory)
{
    private const int Terminate = 15;
    private readonly Lock gate = new();
    private Process? running;
    private bool cancelled;

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">The tool's own.</param>
    /// <param name="output">Takes each line of standard output.</param>
    /// <param name="error">Takes each line of standard error; never at the same time as the other.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="Win32Exception">It could not be started.</exception>
    public int Run(IEnumerable<string> arguments, Action<string> output, Action<string> error)
    {
        using var process = new Process { StartInfo = StartInfo(arguments) };
        process.OutputDataReceived += (_, line) => Pass(line.Data, output);
        process.ErrorDataReceived += (_, line) => Pass(line.Data, error);
        lock (gate)
        {
            process.Start();
            running = process;
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (cancelled)
        {
            Cancel();
        }

        process.WaitForExit();
        lock (gate)
        {
            running = null;
        }

        return process.ExitCode;
    }

    /// <summary>Asks it to stop what it runs, clean up and end.</summary>
    public void Cancel()
    {
        lock (gate)
        {
            cancelled = true;
            if (running is { HasExited: false } process)
            {
                _ = Kill(process.Id, Terminate);
            }
        }
    }

    private ProcessStartInfo StartInfo(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(tool.Program, [.. tool.Prefix, .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // MSBuild tells its own processes which SDK they are of; the tool finds the SDK of the projects that it evaluates by itself.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["NO_COLOR"] = "1";
        start.Environment.Remove("FORCE_COLOR");
        return start;
    }

    private void Pass(string? line, Action<string> take)
    {
        if (line is not null)
        {
            lock (this.gate)
            {
                take(line);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
