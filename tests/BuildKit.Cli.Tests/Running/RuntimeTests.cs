using System.Diagnostics;
using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Files;

namespace BuildKit.Cli.Tests.Running;

/// <summary><c>--runtime runc|crun</c>, as root and as root of a user namespace, who may make no cgroup.</summary>
public sealed class RuntimeTests
{
    private static readonly string[] InNamespace = ["unshare", "--user", "--map-root-user"];

    /// <summary>As in many an outer container.</summary>
    private static readonly string[] WithoutCgroups =
    [
        "unshare", "--mount", "sh", "-ec",
        "grep -E ' - cgroup2? ' /proc/self/mountinfo | cut -d' ' -f5 | while read -r point; do mount -o remount,bind,ro \"$point\"; done; exec \"$@\"", "sh",
    ];

    [Theory]
    [InlineData("runc", false)]
    [InlineData("runc", true)]
    [InlineData("crun", false)]
    [InlineData("crun", true)]
    public async Task A_runtime_gives_the_digest_that_the_launcher_gives_and_leaves_nothing(string runtime, bool inNamespace)
    {
        using ToolFolder folder = Create(runtime);
        string[] above = inNamespace ? InNamespace : [];
        ToolResult embedded = await folder.RunAsync("build", "--quiet");
        Assert.True(embedded.ExitCode == 0, embedded.ToString());

        ToolResult built = await folder.RunBelowAsync(above, "build", "--quiet", "--no-cache", "--runtime", runtime);
        Assert.True(built.ExitCode == 0, built.ToString());
        Assert.Equal(embedded.Output, built.Output);

        ToolResult run = await folder.RunBelowAsync(above, "run", "--runtime", runtime, "--network", "host", "api", "-c", "busybox cat /made; busybox touch /sys/x 2>/dev/null || exit 7");
        Assert.True(run.ExitCode == 7, run.ToString());
        Assert.Equal("0\n", run.Output);
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task Crun_leaves_no_folder_below_the_mount_of_the_unified_hierarchy()
    {
        const string Unified = "/sys/fs/cgroup/unified";
        Assert.SkipUnless(Directory.Exists(Unified), "Only one cgroup version is mounted.");
        using ToolFolder folder = Create("crun");
        using Process build = folder.Start(["build", "--quiet", "--runtime", "crun"]);
        await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, build.ExitCode);

        string below = await Tool.RunAsync("unshare", "--mount", "sh", "-ec", $"umount {Unified}; ls {Unified}");
        Assert.DoesNotContain($"-{build.Id}-", below, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public async Task Where_a_runtime_can_make_no_cgroup_a_warning_says_which_limit_is_not_enforced(string runtime)
    {
        using ToolFolder folder = Create(runtime);
        folder.WriteImage("""Run("true", memory: "100m", cpus: "0.5");""");
        ToolResult result = await folder.RunBelowAsync(WithoutCgroups, "build", "--runtime", runtime);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains(" buildkit: warning BK4010: the memory limit is not enforced", result.Output, StringComparison.Ordinal);
        Assert.Contains(" buildkit: warning BK4010: the CPU limit is not enforced", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public async Task A_file_that_is_no_program_is_told_from_a_runtime_that_fails(string runtime)
    {
        using ToolFolder folder = Create(runtime);
        ToolResult result = await folder.RunAsync("run", "--runtime", runtime, "--entrypoint", "/made", "api");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("error BK4008: ", result.Error, StringComparison.Ordinal);
    }

    private static ToolFolder Create(string runtime)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "These tests start as root.");
        Assert.SkipUnless(File.Exists("/usr/sbin/" + runtime) || File.Exists("/usr/bin/" + runtime), runtime + " is not installed.");
        ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("busybox id -u > /made"); Entrypoint("/bin/sh");""");
        return folder;
    }
}
