using BuildKit.Engine.Sandbox;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>The claims of docs/security.md about what a process may do, one test each.</summary>
public sealed class PrivilegeTests : IDisposable
{
    private const string DockersDefault = "00000000a80425fb";

    private readonly SandboxRoot _root = new();

    public void Dispose() => _root.Dispose();

    /// <summary>Every denied call with its x86-64 number that a kernel of today has.</summary>
    public static TheoryData<string, int, string> DeniedCalls => new()
    {
        { "mount", 165, "EPERM" }, { "umount2", 166, "EPERM" }, { "pivot_root", 155, "EPERM" }, { "open_tree", 428, "EPERM" },
        { "move_mount", 429, "EPERM" }, { "fsopen", 430, "EPERM" }, { "fsconfig", 431, "EPERM" }, { "fsmount", 432, "EPERM" },
        { "fspick", 433, "EPERM" }, { "mount_setattr", 442, "EPERM" }, { "statmount", 457, "EPERM" }, { "listmount", 458, "EPERM" },
        { "unshare", 272, "EPERM" }, { "setns", 308, "EPERM" }, { "clone3", 435, "ENOSYS" }, { "bpf", 321, "EPERM" },
        { "perf_event_open", 298, "EPERM" }, { "add_key", 248, "EPERM" }, { "request_key", 249, "EPERM" }, { "keyctl", 250, "EPERM" },
        { "kexec_load", 246, "EPERM" }, { "kexec_file_load", 320, "EPERM" }, { "init_module", 175, "EPERM" },
        { "finit_module", 313, "EPERM" }, { "delete_module", 176, "EPERM" }, { "open_by_handle_at", 304, "EPERM" },
        { "userfaultfd", 323, "EPERM" }, { "io_uring_setup", 425, "EPERM" }, { "io_uring_enter", 426, "EPERM" },
        { "io_uring_register", 427, "EPERM" }, { "reboot", 169, "EPERM" }, { "swapon", 167, "EPERM" }, { "swapoff", 168, "EPERM" },
        { "settimeofday", 164, "EPERM" }, { "clock_settime", 227, "EPERM" }, { "quotactl", 179, "EPERM" }, { "quotactl_fd", 443, "EPERM" },
        { "acct", 163, "EPERM" }, { "nfsservctl", 180, "EPERM" }, { "syslog", 103, "EPERM" }, { "sethostname", 170, "EPERM" },
        { "setdomainname", 171, "EPERM" }, { "iopl", 172, "EPERM" }, { "ioperm", 173, "EPERM" }, { "fanotify_init", 300, "EPERM" },
        { "lookup_dcookie", 212, "EPERM" }, { "kcmp", 312, "EPERM" }, { "pidfd_getfd", 438, "EPERM" }, { "move_pages", 279, "EPERM" },
        { "mbind", 237, "EPERM" }, { "set_mempolicy", 238, "EPERM" }, { "get_mempolicy", 239, "EPERM" }, { "vhangup", 153, "EPERM" },
        { "uselib", 134, "EPERM" }, { "ustat", 136, "EPERM" }, { "sysfs", 139, "EPERM" }, { "_sysctl", 156, "EPERM" },
        { "a call newer than the filter", 467, "ENOSYS" }, { "a call of the x32 interface", 0x40000000 + 39, "ENOSYS" },
    };

    [Theory]
    [MemberData(nameof(DeniedCalls))]
    public async Task A_system_call_that_could_lead_out_is_denied(string name, int number, string error)
    {
        Assert.SkipUnless(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture is System.Runtime.InteropServices.Architecture.X64, "numbers of x86-64");
        var run = await _root.RunAsync($"probe call {number}");
        Assert.True(run.Text == error, $"{name}: {run.Text}");
    }

    [Theory]
    [InlineData("mount", 0x00020000)]
    [InlineData("cgroup", 0x02000000)]
    [InlineData("uts", 0x04000000)]
    [InlineData("ipc", 0x08000000)]
    [InlineData("user", 0x10000000)]
    [InlineData("pid", 0x20000000)]
    [InlineData("net", 0x40000000)]
    public async Task No_namespace_can_be_made(string name, int flag)
    {
        var run = await _root.RunAsync($"probe clone {flag}; probe clone 0");
        Assert.True(run.Text == "EPERM\nok", $"{name}: {run.Text}");
    }

    [Theory]
    [InlineData("socket 40", "EPERM")] // AF_VSOCK
    [InlineData("socket 38", "EPERM")] // AF_ALG
    [InlineData("socket 1", "ok")]
    [InlineData("ioctl 0x5412", "EPERM")] // TIOCSTI, also with bits above that the kernel does not look at
    [InlineData("ioctl 0x541c", "EPERM")]
    [InlineData("personality 0xffffffff", "ok")]
    [InlineData("personality 0x0400000", "EPERM")] // READ_IMPLIES_EXEC
    [InlineData("ptrace", "ok")]
    [InlineData("attach-init", "EPERM")]
    public async Task Arguments_of_system_calls_are_filtered(string probe, string answer) =>
        Assert.Equal(answer, (await _root.RunAsync($"probe {probe}")).Text);

    [Fact]
    public async Task A_system_call_of_another_architecture_ends_the_process()
    {
        Assert.SkipUnless(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture is System.Runtime.InteropServices.Architecture.X64, "int 0x80 is x86's");
        var run = await SandboxRoot.RunAsync(_root.Shell("") with { Arguments = ["probe", "int80"] });
        Assert.Equal(HasCallsOf32Bits() ? 31 : 11, run.Exit.Signal); // SIGSYS; SIGSEGV where the kernel itself knows no such call.
    }

    [Theory]
    [InlineData(0, DockersDefault)]
    [InlineData(1000, "0000000000000000")]
    public async Task Capabilities_are_dockers_default_and_nothing_more_can_be_gained(int uid, string effective)
    {
        var run = await SandboxRoot.RunAsync(_root.Shell("grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status | tr -d '\\t'") with { Uid = uid });
        Assert.Equal(
            ["CapInh:0000000000000000", $"CapPrm:{effective}", $"CapEff:{effective}", $"CapBnd:{DockersDefault}", "CapAmb:0000000000000000", "NoNewPrivs:1", "Seccomp:2"],
            run.Stdout);
    }

    [Fact]
    public async Task A_setuid_program_gains_nothing()
    {
        var program = Path.Combine(_root.Layer, "setuid");
        Trees.Shell.Run("cp \"$1\" \"$2\"", Path.Combine(SandboxRoot.Busybox, "bin", "probe"), program);
        File.SetUnixFileMode(program, (UnixFileMode)0b100_111_101_101);
        var run = await SandboxRoot.RunAsync(_root.Shell("/setuid euid") with { Uid = 1000, Gid = 1000 });
        Assert.Equal(["1000"], run.Stdout);
    }

    [Theory]
    [InlineData("open /proc/1/exe")]
    [InlineData("write /proc/1/exe")]
    [InlineData("open /proc/1/mem")]
    [InlineData("open /proc/1/root/etc")]
    [InlineData("open /proc/1/fd/0")]
    public async Task Process_1_gives_no_way_to_the_launcher(string probe) =>
        Assert.Equal("Permission denied", (await _root.RunAsync($"probe {probe}")).Text);

    [Fact]
    public async Task The_launcher_runs_from_a_sealed_copy_that_a_program_cannot_change()
    {
        // An image whose program is /proc/self/exe runs the launcher's file itself, and so may open it.
        File.CreateSymbolicLink(Path.Combine(_root.Layer, "launcher"), "/proc/self/exe");
        // A launcher of this test's own: others start the one that is there.
        var launcher = Path.Combine(_root.Folder, "buildkit-sandbox");
        Trees.Shell.Run("cp \"$1\" \"$2\"", SandboxLauncher.Find().Path, launcher);
        var run = await SandboxRun.RunAsync(
            new EmbeddedSandbox(new SandboxLauncher(launcher)), _root.Shell("") with { Arguments = ["/launcher", "--help"] }, TestContext.Current.CancellationToken);
        Assert.Equal(2, run.Exit.ExitCode);
        Assert.Contains("buildkit-sandbox", run.Text, StringComparison.Ordinal);
        using var held = new FileStream(launcher, FileMode.Open, FileAccess.ReadWrite);
        Assert.True(held.CanWrite); // nothing executes this very file, else it would be "text file busy"
    }

    /// <summary>Whether a process that is in no sandbox can make one: kernels are built and started without (ia32_emulation).</summary>
    private static bool HasCallsOf32Bits()
    {
        using var process = System.Diagnostics.Process.Start(Path.Combine(SandboxRoot.Busybox, "bin", "probe"), "int80");
        process.WaitForExit();
        return process.ExitCode != 128 + 11;
    }
}
