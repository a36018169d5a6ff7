using System.Runtime.Versioning;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.BadInput;

/// <summary>
/// Machines that refuse what isolation needs. The settings of a namespace hold for what is inside it, so the machine's own stay as they are
/// and no other user is needed.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class NamespaceTests
{
    /// <summary>Inside, this user may make no user namespace, and is not the one who needs none.</summary>
    private static readonly string[] WithoutNamespaces =
    [
        "unshare", "--user", "--map-root-user", "sh", "-ec",
        "echo 0 > /proc/sys/user/max_user_namespaces; exec setpriv --inh-caps=-all --bounding-set=-sys_admin \"$@\"", "sh",
    ];

    private static readonly string[] WithOneId = ["unshare", "--user", "--map-root-user"];

    [Fact]
    public async Task Where_user_namespaces_are_refused_the_setting_and_the_cure_are_named()
    {
        using ToolFolder folder = Create();
        folder.WriteImage("""Run("echo made > /made");""");
        ToolResult refused = await folder.RunBelowAsync(WithoutNamespaces, "build");
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Equal(
            "error BK4003: The sandbox could not be set up: user namespaces are turned off: sysctl user.max_user_namespaces=15000 turns them on.\n"
            + "  Allow user namespaces as the message says, or run as root.\n",
            refused.Error);
        Assert.Empty(refused.Output);
        await Leftovers.AssertNoneAsync(folder);

        ToolResult next = await folder.RunAsync("build");
        Assert.True(next.ExitCode == 0, next.ToString());

        // What is known needs no namespace.
        ToolResult cached = await folder.RunBelowAsync(WithoutNamespaces, "build");
        Assert.True(cached.ExitCode == 0, cached.ToString());
        Assert.Contains("3 steps: 3 cached", cached.Output, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task Where_user_namespaces_are_refused_programs_are_told_once()
    {
        using ToolFolder folder = Create();
        folder.WriteImage("""Run("echo made > /made");""");
        ToolResult refused = await folder.RunBelowAsync(WithoutNamespaces, "build", "--progress", "json");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("error BK4003: ", refused.Error, StringComparison.Ordinal);
        string line = Assert.Single(refused.Output.TrimEnd('\n').Split('\n'));
        Assert.Contains("\"event\":\"build.failed\",\"exitCode\":1,\"code\":\"BK4003\"", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""Copy("busybox", to: "/second", owner: "1654");""", "BK4106")]
    [InlineData("""User("1654"); Run("true");""", "BK4009")]
    public async Task With_one_id_only_what_needs_a_second_one_is_named_and_the_rest_is_built(string statements, string code)
    {
        using ToolFolder folder = Create();
        folder.WriteImage(statements);
        ToolResult refused = await folder.RunBelowAsync(WithOneId, "build");
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Matches($@"Buildfile\(5,\d+\): error {code}: .*1654", refused.Error);
        Assert.Contains("/etc/subuid", refused.Error, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(folder);

        folder.WriteImage("""Run("id -u > /made");""");
        ToolResult built = await folder.RunBelowAsync(WithOneId, "build");
        Assert.True(built.ExitCode == 0, built.ToString());
        await Leftovers.AssertNoneAsync(folder);
    }

    [Theory]
    [InlineData("/no/such/launcher", "does not exist")]
    [InlineData("text", "cannot be started: Exec format error")]
    public async Task A_launcher_that_is_missing_or_no_program_is_named_with_and_without_a_namespace(string launcher, string words)
    {
        using ToolFolder folder = Create();
        folder.WriteImage("""Run("true");""");
        File.SetUnixFileMode(folder.Write("text", "no program"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        folder.Environment["BUILDKIT_SANDBOX"] = launcher;
        ToolResult plain = await folder.RunAsync("build");
        ToolResult outside = await folder.RunBelowAsync(WithoutNamespaces, "build", "--no-cache");
        Assert.All([plain, outside], result =>
        {
            Assert.True(result.ExitCode == 1, result.ToString());
            Assert.Contains("error BK4001: The sandbox launcher '", result.Error, StringComparison.Ordinal);
            Assert.Contains(words, result.Error, StringComparison.Ordinal);
        });
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task Where_no_cgroup_can_be_written_a_warning_says_which_limit_is_not_enforced()
    {
        using ToolFolder folder = Create();
        folder.WriteImage("""Run("true", memory: "100m");""");
        ToolResult result = await folder.RunBelowAsync(["unshare", "--mount", "sh", "-ec", "mount -t tmpfs -o ro none /sys/fs/cgroup; exec \"$@\"", "sh"], "build");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains(" buildkit: warning BK4010: the memory limit is not enforced", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("embedded")]
    [InlineData("runc")]
    [InlineData("crun")]
    public async Task Where_no_cgroup_can_be_written_each_limit_that_nothing_enforces_is_said_once_in_a_build(string runtime)
    {
        using ToolFolder folder = Create();
        Assert.SkipUnless(runtime == "embedded" || File.Exists($"/usr/bin/{runtime}") || File.Exists($"/usr/sbin/{runtime}"), $"{runtime} is not installed.");
        folder.WriteImage("""Run("echo 1", memory: "100m", cpus: "1", pids: 100); Run("echo 2", memory: "100m", cpus: "1", pids: 100);""");

        ToolResult result = await folder.RunBelowAsync(
            ["unshare", "--mount", "sh", "-ec", "for m in $(grep -o ' /[^ ]* cgroup' /proc/mounts | cut -d' ' -f2); do mount -o remount,ro,bind $m; done; exec \"$@\"", "sh"],
            "build", "--runtime", runtime, "--progress", "plain");

        Assert.True(result.ExitCode == 0, result.ToString());
        string[] warnings = [.. result.Output.Split('\n').Where(line => line.Contains("BK4010", StringComparison.Ordinal)).Select(line => line[line.IndexOf("BK4010", StringComparison.Ordinal)..])];
        Assert.Equal(
            [
                "BK4010: the CPU limit is not enforced: no cpu cgroup can be written",
                "BK4010: the memory limit is not enforced: no memory cgroup can be written",
                "BK4010: the number of processes is not limited by a cgroup: none can be written",
            ],
            warnings.Order(StringComparer.Ordinal));
    }

    private static ToolFolder Create()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "These tests start as root and give rights up.");
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv") && File.Exists("/usr/bin/unshare"), "util-linux is not installed.");
        return ToolFolder.WithBusybox();
    }
}
