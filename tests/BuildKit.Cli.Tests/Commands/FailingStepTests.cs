using System.Diagnostics;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

/// <summary>What a user sees when a step fails or is interrupted.</summary>
public sealed class FailingStepTests
{
    [Fact]
    public async Task A_failing_step_shows_its_place_its_script_its_last_output_and_its_exit_code()
    {
        using ToolFolder folder = Create("""
            image Broken from scratch
            {
                Copy("busybox", to: "/bin/sh", mode: "0755");
                Run("echo first; echo second >&2; exit 5");
            }

            """);
        ToolResult result = await folder.RunAsync("build");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Matches(@"^Buildfile\(4,5\): error BK4\d\d\d: ", result.Error);
        Assert.Contains("   4 |     Run(\"echo first; echo second >&2; exit 5\");\n     |     ^^^", result.Error, StringComparison.Ordinal);
        Assert.Contains("  script:\n    echo first; echo second >&2; exit 5\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("    first\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("    second\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("  exit code: 5\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("FAILED after", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_stops_the_step_and_exits_with_130()
    {
        using ToolFolder folder = Create("""
            image Slow from scratch
            {
                Copy("busybox", to: "/bin/sh", mode: "0755");
                Run("echo started; while :; do :; done", timeout: "60s");
            }

            """);
        using Process process = folder.Start(["build"]);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.EndsWith(" started", StringComparison.Ordinal))
        {
        }

        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("Interrupted.\n", await error);
    }

    private static ToolFolder Create(string buildfile)
    {
        ToolFolder folder = ToolFolder.WithBusybox();
        folder.Write("Buildfile", buildfile);
        return folder;
    }
}
