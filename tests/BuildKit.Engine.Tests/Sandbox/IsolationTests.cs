using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BuildKit.Engine.Sandbox;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>The claims of docs/security.md about what a process sees, one test each.</summary>
public sealed class IsolationTests : IDisposable
{
    private readonly SandboxRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task No_process_of_the_host_is_visible()
    {
        var run = await _root.RunAsync("ls /proc | grep -E '^[0-9]+$'");
        Assert.All(run.Stdout, pid => Assert.InRange(int.Parse(pid, CultureInfo.InvariantCulture), 1, 9));
        Assert.Contains("1", run.Stdout);
    }

    [Fact]
    public async Task No_file_of_the_host_is_visible()
    {
        var run = await _root.RunAsync($"ls -A /; test -e {_root.Folder} && echo visible; true");
        Assert.Equal(["bin", "dev", "proc", "sys"], run.Stdout);
    }

    [Fact]
    public async Task The_mount_table_names_no_path_of_a_layer()
    {
        var run = await SandboxRoot.RunAsync(_root.WithUpper(_root.Shell("cat /proc/self/mountinfo")));
        Assert.DoesNotContain(_root.Folder, run.Text, StringComparison.Ordinal);
        Assert.Contains("lowerdir=1:0", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_process_shows_no_path_of_the_host()
    {
        var run = await _root.RunAsync("tr '\\0' ' ' < /proc/1/cmdline; echo .");
        Assert.Matches("^buildkit-sandbox *\\.$", run.Text.TrimEnd());
    }

    [Fact]
    public async Task No_mount_is_made_on_the_host()
    {
        var before = await File.ReadAllTextAsync("/proc/self/mountinfo", TestContext.Current.CancellationToken);
        var during = string.Empty;
        var run = new SandboxRun { Seen = _ => during = File.ReadAllText("/proc/self/mountinfo") };
        await run.StartAsync(SandboxRoot.Sandbox, _root.WithUpper(_root.Shell("echo running")), TestContext.Current.CancellationToken);
        Assert.Equal(before, during);
    }

    [Fact]
    public async Task The_cgroup_shows_nothing_above_its_own()
    {
        var run = await _root.RunAsync("cut -d: -f3 /proc/self/cgroup | sort -u");
        Assert.Equal(["/"], run.Stdout);
    }

    [Fact]
    public async Task The_host_name_is_its_own_and_cannot_be_changed()
    {
        var run = await SandboxRoot.RunAsync(_root.Shell("hostname; hostname other || echo denied; cat /proc/sys/kernel/hostname") with { HostName = "step" });
        Assert.Equal(["step", "denied", "step"], run.Stdout);
    }

    [Fact]
    public async Task Without_network_there_is_a_loopback_device_only_and_it_works()
    {
        var run = await _root.RunAsync("ls /proc/sys/net/ipv4/conf; ping -c 1 -w 5 127.0.0.1 >/dev/null && echo answered; wget -qO- http://192.0.2.1/ 2>&1 || true");
        Assert.Equal(["all", "default", "lo", "answered"], run.Stdout.Take(4));
        Assert.Contains("unreachable", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hosts_loopback_is_reached_only_with_the_hosts_network()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var script = $"nc -w 5 127.0.0.1 {port} </dev/null && echo reached || echo refused";
        var apart = await _root.RunAsync(script);
        var accepted = listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask().ContinueWith(client => client.Result.Dispose(), TestContext.Current.CancellationToken);
        var shared = await SandboxRoot.RunAsync(_root.Shell(script) with { HostNetwork = true });
        await accepted;
        Assert.Equal("refused", apart.Stdout[^1]);
        Assert.Equal(["reached"], shared.Stdout);
    }

    [Fact]
    public async Task Shared_memory_of_the_host_is_not_visible()
    {
        var name = Path.Combine("/dev/shm", "bk-" + Path.GetRandomFileName());
        await File.WriteAllTextAsync(name, "host", TestContext.Current.CancellationToken);
        try
        {
            Assert.Empty((await _root.RunAsync("ls -A /dev/shm; ipcs -q -m -s | grep -E '^0x' || true")).Stdout);
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Theory]
    [InlineData("/proc/kcore")]
    [InlineData("/proc/keys")]
    [InlineData("/proc/timer_list")]
    [InlineData("/proc/interrupts")]
    [InlineData("/proc/acpi")]
    [InlineData("/proc/scsi")]
    [InlineData("/proc/sched_debug")]
    [InlineData("/sys/firmware")]
    [InlineData("/sys/fs/cgroup")]
    public async Task A_masked_path_shows_nothing(string path)
    {
        var run = await _root.RunAsync($"if [ -d {path} ]; then ls -A {path}; elif [ -e {path} ]; then cat {path}; fi");
        Assert.Empty(run.Text);
    }

    [Theory]
    [InlineData("/proc/sys/kernel/core_pattern")]
    [InlineData("/proc/sysrq-trigger")]
    [InlineData("/proc/sys/vm/drop_caches")]
    [InlineData("/proc/irq/default_smp_affinity")]
    [InlineData("/sys/kernel/mm/transparent_hugepage/enabled")]
    [InlineData("/sys/kernel/uevent_helper")]
    public async Task The_kernel_cannot_be_tuned(string path)
    {
        var run = await _root.RunAsync($"[ -e {path} ] || exit 0; (echo 0 >{path}) 2>/dev/null && echo written; true");
        Assert.Empty(run.Stdout);
        Assert.Equal(0, run.Exit.ExitCode);
    }

    [Fact]
    public async Task The_devices_are_the_harmless_ones_and_work()
    {
        var run = await _root.RunAsync(
            "find /dev -type c -o -type b | sort; echo x >/dev/null; head -c 3 /dev/zero | wc -c; head -c 3 /dev/urandom | wc -c; "
            + "(echo x >/dev/full) 2>/dev/null || echo full; echo out >/dev/stdout");
        Assert.Equal(["/dev/full", "/dev/null", "/dev/pts/ptmx", "/dev/random", "/dev/tty", "/dev/urandom", "/dev/zero", "3", "3", "full", "out"], run.Stdout);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/dev/")]
    [InlineData("/dev/shm/")]
    [InlineData("/memory/")]
    public async Task A_device_node_that_the_process_makes_does_not_open(string folder)
    {
        var spec = _root.Shell($"mknod {folder}kmsg c 1 11; cat {folder}kmsg") with { Mounts = [new SandboxMount("/memory", null, ReadOnly: false)] };
        var run = await SandboxRoot.RunAsync(spec);
        Assert.NotEqual(0, run.Exit.ExitCode);
        Assert.Contains("kmsg': Permission denied", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_node_of_the_host_keeps_its_mode()
    {
        var before = File.GetUnixFileMode("/dev/null");
        var run = await _root.RunAsync("chmod 600 /dev/null");
        Assert.NotEqual(0, run.Exit.ExitCode);
        Assert.Equal(before, File.GetUnixFileMode("/dev/null"));
    }
}
