using System.Diagnostics;
using System.Text;

namespace BuildKit.Cli.Tests.Processes;

/// <summary>The built tool on a terminal of its own, by script(1), with somebody who types.</summary>
internal sealed class TerminalSession : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder shown = new();

    private TerminalSession(Process process) => this.process = process;

    /// <summary>What the terminal has shown so far, with <c>\n</c> line ends.</summary>
    public string Shown => shown.ToString().Replace("\r", "", StringComparison.Ordinal);

    /// <summary>Starts the tool on a terminal of 30 lines and 120 columns.</summary>
    public static TerminalSession Start(ToolFolder folder, string[] above, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script is not installed (apt-get install bsdutils).");
        folder.Environment["NO_COLOR"] = "1";
        string command = string.Join(' ', above.Append(ToolFolder.Tool).Concat(arguments).Select(word => $"'{word}'"));
        return new TerminalSession(folder.StartProgram("script", ["-qec", $"stty rows 30 cols 120; exec {command}", "/dev/null"]));
    }

    /// <summary>Reads on until the terminal has shown a text.</summary>
    public async Task WaitForAsync(string text)
    {
        while (!Shown.Contains(text, StringComparison.Ordinal) && await ReadAsync())
        {
        }

        Assert.Contains(text, Shown, StringComparison.Ordinal);
    }

    /// <summary>Types a line.</summary>
    public async Task TypeAsync(string line)
    {
        await process.StandardInput.WriteAsync(line + "\n");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Reads to the end; gives the exit code.</summary>
    public async Task<int> EndAsync()
    {
        while (await ReadAsync())
        {
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private async Task<bool> ReadAsync()
    {
        // What never comes would be waited for until somebody stops all tests.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        var buffer = new char[4096];
        int count = await process.StandardOutput.ReadAsync(buffer, patience.Token);
        shown.Append(buffer, 0, count);
        return count > 0;
    }
}
