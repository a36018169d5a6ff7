using System.Diagnostics;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.BadInput;

/// <summary>Steps that fail, hang, fork without end, fill the memory or write where they may not: told, ended, and nothing is left.</summary>
public sealed class StepTests
{
    [Fact]
    public async Task A_step_that_fails_costs_only_itself_and_the_mended_one_continues_from_there()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("echo half > /half; echo the last words; exit 7");""");
        await FailsAsync(folder, "Buildfile(5,5): error BK4204: The command exited with code 7.", "the last words");

        folder.WriteImage("""Run("test ! -e /half && echo whole > /whole");""");
        ToolResult mended = await folder.RunAsync("build");
        Assert.True(mended.ExitCode == 0, mended.ToString());
        Assert.Contains("3 steps: 2 cached, 1 ran", mended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_hangs_is_ended_at_its_timeout_with_everything_that_it_started()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        string mark = Leftovers.Mark();
        folder.WriteImage($$"""Run("trap '' TERM INT HUP; (busybox setsid busybox sleep {{mark}} &); busybox sleep {{mark}}", timeout: "1s");""");
        await FailsAsync(folder, "Buildfile(5,5): error BK4205: The command took longer than its timeout of 1 s and was stopped.", "longer timeout", mark);
    }

    [Fact]
    public async Task A_step_that_forks_without_end_comes_to_a_bound_and_the_machine_goes_on()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        string mark = Leftovers.Mark();
        folder.WriteImage($$"""Run("while true; do busybox sleep {{mark}} & done");""");
        await FailsAsync(folder, "Buildfile(5,5): error BK4204: ", "can't fork", mark);
    }

    [Fact]
    public async Task A_step_beyond_its_memory_is_ended_and_says_so()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("x=xxxxxxxxxxxxxxxx; while true; do x=$x$x; done", memory: "40m", timeout: "60s");""");
        ToolResult result = await folder.RunAsync("build");
        Assert.SkipWhen(result.Output.Contains("BK4010", StringComparison.Ordinal), "No memory cgroup can be written here.");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("Buildfile(5,5): error BK4206: The command needed more memory than its limit of 40 MiB.", result.Error, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task A_step_has_no_more_of_the_cores_than_its_limit()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        string mark = Leftovers.Mark();
        folder.WriteImage($$"""Run("echo started; busybox sleep {{mark}}", cpus: "0.37");""");
        using Process build = folder.Start(["build"]);
        string? line;
        do
        {
            line = await build.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
            Assert.SkipWhen(line.Contains("BK4010", StringComparison.Ordinal), "No cpu cgroup can be written here.");
        }
        while (!line.EndsWith(" started", StringComparison.Ordinal));

        // The kernel's own word for it, of version 1 and of version 2: microseconds of each 100,000.
        EnumerationOptions everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        Assert.Contains(
            Directory.EnumerateDirectories("/sys/fs/cgroup", "buildkit-*", everywhere),
            group => Read(group, "cpu.cfs_quota_us") == "37000\n" || Read(group, "cpu.max") == "37000 100000\n");

        using (Process kill = Process.Start("kill", ["-INT", $"{build.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Leftovers.AssertNoneAsync(folder, mark);
    }

    [Theory]
    [InlineData("echo x > /proc/sys/kernel/hostname", "Read-only file system")]
    [InlineData("echo x > /sys/kernel/uevent_helper", "Read-only file system")]
    [InlineData("echo x > /proc/irq/default_smp_affinity", "Read-only file system")]
    [InlineData("busybox mount -t tmpfs none /bin", "permission denied")]
    [InlineData("busybox mknod /disk b 8 0; busybox head -c 1 /disk", "Permission denied")]
    [InlineData("busybox chroot /proc/1/root /bin/sh", "Permission denied")]
    [InlineData("echo x > /hosts/passwd", "nonexistent directory")]
    public async Task A_step_that_writes_where_it_may_not_fails_with_the_systems_words(string script, string words)
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage($$"""Run("{{script}}");""");
        await FailsAsync(folder, "Buildfile(5,5): error BK4204: ", words);
    }

    [Fact]
    public async Task A_step_that_prints_one_endless_line_does_not_fill_the_error()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("busybox head -c 3000000 /dev/zero | busybox tr '\\000' x; exit 3");""");
        ToolResult result = await folder.RunAsync("build");
        Assert.Equal(1, result.ExitCode);
        Assert.InRange(result.Error.Length, 1000, 30_000);
        Assert.Contains("characters)", result.Error, StringComparison.Ordinal);
    }

    /// <summary>The build fails with these words, leaves nothing, and the next one works.</summary>
    private static async Task FailsAsync(ToolFolder folder, string error, string words, string? mark = null)
    {
        ToolResult result = await folder.RunAsync("build");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(folder, mark);

        folder.WriteImage("""Run("echo next > /next");""");
        ToolResult next = await folder.RunAsync("build");
        Assert.True(next.ExitCode == 0, next.ToString());
        await Leftovers.AssertNoneAsync(folder, mark);
    }
    private static string Read(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
