using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Tests.Trees;
using BuildKit.Oci;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>A machine that lacks what a sandbox needs says what it lacks, by a code.</summary>
public sealed class SetupFailureTests : IDisposable
{
    private readonly SandboxRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_launcher_that_is_no_program_is_told_by_name_for_a_step_and_for_a_user_namespace()
    {
        var path = Path.Combine(_root.Folder, "text");
        await File.WriteAllTextAsync(path, "no program", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        var launcher = new SandboxLauncher(path);
        var step = await Assert.ThrowsAsync<BuildKitException>(() => SandboxRun.RunAsync(new EmbeddedSandbox(launcher), _root.Shell("true"), TestContext.Current.CancellationToken));
        var inside = await Assert.ThrowsAsync<BuildKitException>(() => UserNamespace.RunInsideAsync(launcher, ["true"], TestContext.Current.CancellationToken));
        Assert.All([step, inside], e =>
        {
            Assert.Equal(ExecutionErrorCodes.LauncherMissing, e.Code);
            Assert.Equal($"The sandbox launcher '{path}' cannot be started: Exec format error.", e.Message);
        });
    }

    [Fact]
    public void On_another_system_than_Linux_the_ways_to_a_Linux_kernel_are_named()
    {
        var e = Assert.Throws<BuildKitException>(() => SandboxLauncher.Find(isLinux: false));
        Assert.Equal(ExecutionErrorCodes.LinuxRequired, e.Code);
        Assert.Contains("WSL2", e.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_files_in_memory_may_not_be_executed_the_setting_is_named()
    {
        // The setting of a process namespace holds for what is inside it, so the machine's own stays as it is.
        Assert.SkipUnless(File.Exists("/proc/sys/vm/memfd_noexec"), "this kernel has no vm.memfd_noexec");
        string status = Status("pid --fork --mount-proc", "echo 2 >/proc/sys/vm/memfd_noexec", Request(""));
        Assert.Contains($"error {ExecutionErrorCodes.IsolationFailed} ", status, StringComparison.Ordinal);
        Assert.Contains("vm.memfd_noexec", status, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_cgroup_can_be_written_each_limit_that_is_not_enforced_is_a_warning()
    {
        string status = Status("mount", "mount -t tmpfs -o ro none /sys/fs/cgroup", Request("memory=100000000\0millicpus=500\0pids=100\0"));
        Assert.Contains($"warning {ExecutionErrorCodes.LimitsUnavailable} the memory limit is not enforced", status, StringComparison.Ordinal);
        Assert.Contains($"warning {ExecutionErrorCodes.LimitsUnavailable} the CPU limit is not enforced", status, StringComparison.Ordinal);
        Assert.Contains($"warning {ExecutionErrorCodes.LimitsUnavailable} the number of processes is not limited", status, StringComparison.Ordinal);
        Assert.Contains("exit 0 0 0 0", status, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(32768, 190000, 4096)]
    [InlineData(4194304, 190000, 23750)]
    [InlineData(4194304, 4000000, 32768)]
    public void By_default_a_fork_bomb_leaves_the_machine_most_of_its_process_numbers(long processIds, long threads, int limit) =>
        Assert.Equal(limit, ProcessLimit.Of(processIds, threads));

    [Fact]
    public void The_default_limit_is_that_of_this_machine()
    {
        Assert.Equal(ProcessLimit.Default, _root.Shell("true").Pids);
        Assert.InRange(ProcessLimit.Default, 1, int.Parse(File.ReadAllText("/proc/sys/kernel/pid_max"), null) / 8);
    }

    /// <summary>What a launcher reports in a namespace of its own, where a script has made the machine poorer first.</summary>
    private string Status(string kind, string script, string request)
    {
        string file = Path.Combine(_root.Folder, "request");
        File.WriteAllText(file, request);
        return Shell.Run($"unshare --{kind} sh -ec '{script}; exec \"$1\" <\"$2\"' sh \"$1\" \"$2\" 2>&1 || true", SandboxLauncher.Find().Path, file);
    }

    private static string Request(string limits) => $"layer={SandboxRoot.Busybox}\0env=PATH=/bin\0arg=true\0io=lines\0{limits}end=\0";
}
