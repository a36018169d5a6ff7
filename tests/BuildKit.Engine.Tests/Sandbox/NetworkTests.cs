using System.Diagnostics;
using BuildKit.Engine.Sandbox;
using BuildKit.Oci;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>Sandboxes that share a network of their own, by the launcher and by OCI runtimes.</summary>
public sealed class NetworkTests : IDisposable
{
    private const int Port = 8080;

    private readonly SandboxRoot _root = new();

    public void Dispose() => _root.Dispose();

    public static TheoryData<string> Runtimes => ["embedded", "runc", "crun"];

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task What_one_sandbox_serves_another_in_the_network_reads(string runtime)
    {
        var sandbox = Sandbox(runtime);
        await using var network = await sandbox.CreateNetworkAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Port, network.ListeningPorts());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var service = ServeAsync(sandbox, network, stop.Token);
        await ListeningAsync(network, service);

        var client = await SandboxRun.RunAsync(
            sandbox, _root.Shell($"ls /sys/class/net; wget -qO- http://127.0.0.1:{Port}/page; ! ls /proc | grep -E '^[0-9]{{3}}'") with { Network = network },
            TestContext.Current.CancellationToken);
        Assert.True(client.Exit.ExitCode == 0, client.Text);
        Assert.Equal(["lo", "served"], client.Stdout);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service);
        Assert.DoesNotContain(Port, network.ListeningPorts());
    }

    [Fact]
    public async Task A_user_other_than_root_may_listen_on_a_low_port()
    {
        await using var network = await SandboxRoot.Sandbox.CreateNetworkAsync(TestContext.Current.CancellationToken);
        var run = await SandboxRoot.RunAsync(_root.Shell("httpd -p 80 -h /bin; cat /proc/sys/net/ipv4/ip_unprivileged_port_start") with { Network = network, Uid = 1654, Gid = 1654 });
        Assert.Equal(["0"], run.Stdout);
        Assert.Empty(run.Stderr);

        // The host's is not touched.
        Assert.NotEqual("0", (await SandboxRoot.RunAsync(_root.Shell("cat /proc/sys/net/ipv4/ip_unprivileged_port_start"))).Stdout.Single());
    }

    [Fact]
    public async Task A_sandbox_of_another_network_reaches_nothing_of_it()
    {
        await using var network = await SandboxRoot.Sandbox.CreateNetworkAsync(TestContext.Current.CancellationToken);
        await using var other = await SandboxRoot.Sandbox.CreateNetworkAsync(TestContext.Current.CancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var service = ServeAsync(SandboxRoot.Sandbox, network, stop.Token);
        await ListeningAsync(network, service);

        Assert.DoesNotContain(Port, other.ListeningPorts());
        var client = await SandboxRoot.RunAsync(_root.Shell($"wget -qO- http://127.0.0.1:{Port}/page") with { Network = other });
        Assert.Contains("refused", client.Text, StringComparison.Ordinal);
        var alone = await SandboxRoot.RunAsync(_root.Shell($"wget -qO- http://127.0.0.1:{Port}/page"));
        Assert.Contains("refused", alone.Text, StringComparison.Ordinal);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service);
    }

    [Fact]
    public async Task A_network_whose_holder_was_killed_is_reported()
    {
        await using var network = await SandboxRoot.Sandbox.CreateNetworkAsync(TestContext.Current.CancellationToken);
        using (var holder = Process.GetProcessById(HolderOf(network)))
        {
            holder.Kill();
            await holder.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(ExecutionErrorCodes.LauncherProtocol, Assert.Throws<BuildKitException>(() => network.ListeningPorts()).Code);
        var e = await Assert.ThrowsAsync<BuildKitException>(() => SandboxRoot.RunAsync(_root.Shell("true") with { Network = network }));
        Assert.Equal(ExecutionErrorCodes.NamespaceRefused, e.Code);
    }

    [Fact]
    public async Task The_holder_ends_with_the_network()
    {
        var network = await SandboxRoot.Sandbox.CreateNetworkAsync(TestContext.Current.CancellationToken);
        int holder = HolderOf(network);
        Assert.True(Directory.Exists($"/proc/{holder}"));
        await network.DisposeAsync();
        Assert.False(Directory.Exists($"/proc/{holder}"));
    }

    private static int HolderOf(SandboxNetwork network) => int.Parse(network.NamespacePath.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task ListeningAsync(SandboxNetwork network, Task service)
    {
        while (!network.ListeningPorts().Contains(Port))
        {
            Assert.False(service.IsCompleted, "the service ended");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private Task<SandboxRun> ServeAsync(ISandbox sandbox, SandboxNetwork network, CancellationToken ct) => SandboxRun.RunAsync(
        sandbox, _root.Shell($"mkdir -p /www; echo served >/www/page; exec httpd -f -p {Port} -h /www") with { Network = network }, ct);

    private ISandbox Sandbox(string runtime)
    {
        if (runtime == "embedded")
        {
            return SandboxRoot.Sandbox;
        }

        Assert.SkipUnless(File.Exists("/usr/bin/" + runtime) || File.Exists("/usr/sbin/" + runtime), runtime + " is not installed");
        return new OciRuntimeSandbox(SandboxLauncher.Find(), runtime, _root.NewFolder("bundles"));
    }
}
