using System.Runtime.InteropServices;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Building;

/// <summary>An image for a processor that this machine does not have.</summary>
public sealed class ForeignPlatformTests : IDisposable
{
    private readonly ToolFolder folder = ToolFolder.WithBusybox();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_run_that_nothing_can_start_names_both_platforms_and_the_two_ways_out()
    {
        // The head of a program for LoongArch, for which no emulator is registered where these tests run.
        byte[] program = new byte[64];
        ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]).CopyTo(program);
        ((ReadOnlySpan<byte>)[2, 0, 2, 1, 1]).CopyTo(program.AsSpan(16));
        await File.WriteAllBytesAsync(Path.Combine(folder.Folder, "program"), program, TestContext.Current.CancellationToken);
        folder.Write("Buildfile", """
            image Api from scratch for ["linux/loong64"]
            {
                Copy("program", to: "/bin/sh", mode: "0755");
                Run("true");
            }
            """);

        ToolResult build = await folder.RunAsync("build");

        Assert.Equal(1, build.ExitCode);
        Assert.Contains($"BK4016: The run is for linux/loong64, and this machine is linux/{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64")}: ", build.Error, StringComparison.Ordinal);
        Assert.Contains("qemu-user-static", build.Error, StringComparison.Ordinal);
        Assert.Contains("buildkit index create", build.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_that_run_nothing_build_for_any_processor()
    {
        folder.Write("Buildfile", """
            image Api from scratch for ["linux/loong64", "linux/arm64"]
            {
                Write("/etc/platform", target.Platform);
            }
            """);

        ToolResult build = await folder.RunAsync("build");

        Assert.True(build.ExitCode == 0, build.ToString());
    }
}
