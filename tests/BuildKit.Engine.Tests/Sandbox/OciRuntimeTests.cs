using BuildKit.Engine.Sandbox;
using BuildKit.Oci;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>runc and crun run the same process with the same isolation.</summary>
public sealed class OciRuntimeTests : IDisposable
{
    private readonly SandboxRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public async Task A_runtime_reports_output_exit_code_and_stubs(string runtime)
    {
        var source = _root.NewFolder("source");
        File.WriteAllText(Path.Combine(source, "file"), "mounted\n");
        var spec = _root.WithUpper(_root.Shell("id; env; pwd; cat /in/file; echo error >&2; echo x >/made; exit 37")) with
        {
            Uid = 0,
            WorkingDirectory = "/work",
            Mounts = [new SandboxMount("/in", source, ReadOnly: true), new SandboxMount("/t", null, ReadOnly: false, 1 << 20)],
        };
        var run = await RunAsync(runtime, spec);
        Assert.Equal(37, run.Exit.ExitCode);
        Assert.Equal("uid=0 gid=0", run.Stdout[0].Replace(" groups=0", "", StringComparison.Ordinal));
        Assert.Contains("NAME=value with spaces = and \"quotes\"", run.Stdout);
        Assert.Equal(["/work", "mounted"], run.Stdout.TakeLast(2));
        Assert.Equal(["error"], run.Stderr);
        Assert.Equal(["/proc", "/dev", "/sys", "/in", "/t"], run.Exit.Stubs);
        Assert.True(File.Exists(Path.Combine(spec.UpperDirectory!, "made")));
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public async Task A_runtime_bounds_the_process_as_the_launcher_does(string runtime)
    {
        var run = await RunAsync(runtime, _root.Shell(
            "grep -E '^(Cap(Prm|Eff|Bnd|Amb)|NoNewPrivs|Seccomp:)' /proc/self/status | tr -d '\\t'; umask; probe call 272; probe call 321; probe call 435; "
            + "probe clone 0x10000000; probe clone 0; probe socket 40; probe ioctl 0x5412; ls -A /sys/firmware /sys/fs/cgroup | grep -v :; cat /proc/keys; ls /sys/class/net; hostname"));
        Assert.Equal(
            [
                "CapPrm:00000000a80425fb", "CapEff:00000000a80425fb", "CapBnd:00000000a80425fb", "CapAmb:0000000000000000", "NoNewPrivs:1", "Seccomp:2", "0022",
                "EPERM", "EPERM", "ENOSYS", "EPERM", "ok", "EPERM", "EPERM", "lo", "buildkit",
            ],
            run.Stdout.Where(line => line.Length > 0));
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public async Task A_runtime_is_ended_by_the_timeout_and_leaves_no_cgroup(string runtime)
    {
        var run = await RunAsync(runtime, _root.Shell("trap '' TERM; echo up; while true; do sleep 1; done") with { Timeout = TimeSpan.FromSeconds(3) });
        Assert.True(run.Exit.TimedOut);
        Assert.Equal(["up"], run.Stdout);
        Assert.DoesNotContain(
            Directory.EnumerateDirectories("/sys/fs/cgroup", "buildkit-*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }),
            folder => folder.Contains($"-{Environment.ProcessId}-", StringComparison.Ordinal) && File.ReadAllText(Path.Combine(folder, "cgroup.procs")).Length == 0);
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public async Task A_runtime_limits_memory(string runtime)
    {
        var run = await RunAsync(runtime, _root.Shell("") with { Arguments = ["probe", "memory"], MemoryBytes = 64 << 20 });
        Assert.True(run.Exit.OutOfMemory);
        Assert.Equal(9, run.Exit.Signal);
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public async Task A_program_that_a_runtime_cannot_start_is_an_error(string runtime)
    {
        var e = await Assert.ThrowsAsync<BuildKitException>(() => RunAsync(runtime, _root.Shell("") with { Arguments = ["no-such-program"] }));
        Assert.Equal(ExecutionErrorCodes.ProgramNotStarted, e.Code);
        Assert.Contains("no-such-program", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public async Task A_runtime_that_fails_by_itself_is_told_from_a_program_that_fails(string runtime)
    {
        var e = await Assert.ThrowsAsync<BuildKitException>(() => RunAsync(runtime, _root.Shell("true") with { HostName = new string('x', 65) }));
        Assert.Equal(ExecutionErrorCodes.RuntimeFailed, e.Code);
    }

    [Fact]
    public async Task A_runtime_that_is_not_installed_is_named()
    {
        var e = await Assert.ThrowsAsync<BuildKitException>(
            () => SandboxRun.RunAsync(new OciRuntimeSandbox(SandboxLauncher.Find(), "no-such-runtime", _root.Folder), _root.Shell("true"), TestContext.Current.CancellationToken));
        Assert.Equal(ExecutionErrorCodes.RuntimeFailed, e.Code);
        Assert.Contains("no-such-runtime", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_denied_call_of_the_launcher_is_denied_by_a_runtime_too()
    {
        var names = RuntimePolicy.DeniedCalls.Select(call => call.Name).ToList();
        Assert.Contains(("clone3", 38), RuntimePolicy.DeniedCalls);
        Assert.Equal(names.Order(StringComparer.Ordinal).Distinct(), names);
        foreach (var row in PrivilegeTests.DeniedCalls.Where(row => !row.Data.Item1.StartsWith("a call", StringComparison.Ordinal)))
        {
            Assert.Contains(row.Data.Item1, names);
        }
    }

    private async Task<SandboxRun> RunAsync(string runtime, SandboxSpec spec)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/" + runtime) || File.Exists("/usr/bin/" + runtime), runtime + " is not installed");
        return await SandboxRun.RunAsync(new OciRuntimeSandbox(SandboxLauncher.Find(), runtime, _root.Folder), spec, TestContext.Current.CancellationToken);
    }
}
