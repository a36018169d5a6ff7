using System.Diagnostics;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Running;

/// <summary><c>buildkit run</c> as a process among others.</summary>
public sealed class ContainerTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_asks_the_container_to_end_and_its_own_exit_code_comes_back(string signal)
    {
        using ToolFolder folder = Create();
        using Process run = folder.Start(["run", "api", "-c", "trap 'echo bye; exit 5' TERM; echo up; while :; do busybox sleep 0.05; done"]);
        Assert.Equal("up", await run.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        using (Process kill = Process.Start("kill", [$"-{signal}", $"{run.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("bye\n", await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, run.ExitCode);
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task What_a_running_container_wrote_is_not_swept_by_the_next_command()
    {
        using ToolFolder folder = Create();
        using Process run = folder.Start(["run", "-i", "api", "-c", "echo kept > /written; echo up; read go; cat /written; echo more > /new && exit 6"]);
        Assert.Equal("up", await run.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        ToolResult images = await folder.RunAsync("images");
        Assert.True(images.ExitCode == 0, images.ToString());
        await run.StandardInput.WriteAsync("go\n");
        run.StandardInput.Close();
        Assert.Equal("kept\n", await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(6, run.ExitCode);
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task A_program_of_another_user_opens_its_outputs_by_name()
    {
        using ToolFolder folder = Create();
        ToolResult result = await folder.RunAsync("run", "--user", "1654:1654", "api", "-c", "echo out > /dev/stdout; echo err > /dev/stderr; busybox id -u");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("out\n1654\n", result.Output);
        Assert.EndsWith("\nerr\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_is_ended_at_its_memory_limit_and_a_limit_that_cannot_be_enforced_is_told()
    {
        using ToolFolder folder = Create();
        Assert.SkipUnless(File.Exists("/sys/fs/cgroup/memory/memory.limit_in_bytes") || File.Exists("/sys/fs/cgroup/cgroup.controllers"), "No memory cgroup is mounted.");
        string[] eater = ["api", "-c", "busybox dd if=/dev/zero of=/dev/null bs=200M count=1 2>/dev/null"];
        ToolResult limited = await folder.RunAsync(["run", "--memory", "32m", .. eater]);
        Assert.True(limited.ExitCode == 137, limited.ToString());
        Assert.EndsWith("\nbuildkit: the container was ended at its memory limit\n", limited.Error, StringComparison.Ordinal);

        string[] withoutCgroups = ["unshare", "--mount", "sh", "-ec", "mount -t tmpfs -o ro none /sys/fs/cgroup; exec \"$@\"", "sh"];
        ToolResult told = await folder.RunBelowAsync(withoutCgroups, ["run", "--memory", "32m", "--cpus", "1.5", .. eater]);
        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("buildkit: warning BK4010: the memory limit is not enforced", told.Error, StringComparison.Ordinal);
        Assert.Contains("buildkit: warning BK4010: the CPU limit is not enforced", told.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--memory", "much", "a size such as 512m or 2g")]
    [InlineData("--cpus", "-1", "a number of cores such as 1.5")]
    public async Task A_limit_that_is_none_is_a_mistake_of_usage(string option, string value, string form)
    {
        using ToolFolder folder = Create();
        ToolResult result = await folder.RunAsync("run", $"{option}={value}", "api");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"error BK4301: {option} '{value}' is not {form}.", result.Error, StringComparison.Ordinal);
    }

    private static ToolFolder Create()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "These tests run as root.");
        ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Link("/bin/cat", to: "busybox"); Entrypoint("/bin/sh");""");
        return folder;
    }
}
