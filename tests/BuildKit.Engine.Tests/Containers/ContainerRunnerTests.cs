using System.Diagnostics;
using BuildKit.Engine.Containers;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Tests.Sandbox;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Tests.Containers;

public sealed class ContainerRunnerTests : IDisposable
{
    private readonly SandboxRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_container_has_its_name_and_forgets_its_changes(bool onDisk)
    {
        var scratch = _root.NewFolder("scratch");
        var share = _root.NewFolder("share");
        var request = Request("id -u >/share/out; hostname >>/share/out; cat /etc/hostname >>/share/out; grep -c web /etc/hosts >>/share/out; cat /etc/resolv.conf >>/share/out; "
            + "echo x >/changed; echo 192.0.2.1 there >>/etc/hosts; exit 5") with
        {
            Name = "web",
            Volumes = [new ContainerVolume(share, "/share", ReadOnly: false)],
            ScratchDirectory = onDisk ? scratch : null,
        };
        var exit = await new ContainerRunner(SandboxRoot.Sandbox).RunAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(5, exit.ExitCode);
        Assert.Equal("0\nweb\nweb\n1\n", File.ReadAllText(Path.Combine(share, "out")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch));
        Assert.False(File.Exists(Path.Combine(_root.Layer, "changed")));
    }

    [Fact]
    public async Task With_the_hosts_network_the_container_resolves_as_the_host_does()
    {
        var share = _root.NewFolder("share");
        var request = Request("cat /etc/resolv.conf >/share/out") with { HostNetwork = true, Volumes = [new ContainerVolume(share, "/share", ReadOnly: false)] };
        await new ContainerRunner(SandboxRoot.Sandbox).RunAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(File.Exists("/etc/resolv.conf") ? File.ReadAllText("/etc/resolv.conf") : "", File.ReadAllText(Path.Combine(share, "out")));
    }

    [Fact]
    public async Task Cancelling_sends_the_images_stop_signal_and_tells_how_the_container_ended()
    {
        var share = _root.NewFolder("share");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var watcher = new FileSystemWatcher(share) { EnableRaisingEvents = true };
        watcher.Created += (_, _) => cancel.Cancel();
        var request = Request("trap 'echo stopped >>/share/out; exit 3' QUIT; echo up >/share/out; while true; do sleep 0.05; done") with
        {
            Volumes = [new ContainerVolume(share, "/share", ReadOnly: false)],
        };
        request = request with { Config = request.Config with { StopSignal = "SIGQUIT" } };
        var exit = await new ContainerRunner(SandboxRoot.Sandbox).RunAsync(request, cancel.Token);
        Assert.Equal(3, exit.ExitCode);
        Assert.EndsWith("stopped\n", File.ReadAllText(Path.Combine(share, "out")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_is_the_containers_own_and_passes_input_size_and_output()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script is not installed");
        var request = Path.Combine(_root.Folder, "request");
        await File.WriteAllTextAsync(
            request,
            $"layer={SandboxRoot.Busybox}\0layer={_root.Layer}\0env=PATH=/bin\0arg=sh\0arg=-c\0arg=tty; stty size; read x; echo \"got $x\"; exit 6\0io=terminal\0end=\0",
            TestContext.Current.CancellationToken);
        var command = $"stty rows 33 cols 77; '{SandboxLauncher.Find().Path}' --status /dev/null --request '{request}'";
        using var process = Process.Start(new ProcessStartInfo("script", ["-qec", command, "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync("hello\n");
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("/dev/pts/0", output, StringComparison.Ordinal);
        Assert.Contains("33 77", output, StringComparison.Ordinal);
        Assert.Contains("got hello", output, StringComparison.Ordinal);
        Assert.Equal(6, process.ExitCode);
        Assert.False(File.Exists(request));
    }

    private ContainerRequest Request(string script) => new()
    {
        Layers = _root.Layers,
        Users = new UserDatabase(null, null, "The image"),
        Config = ContainerConfig.Empty with { Entrypoint = ["/bin/sh", "-ec"], Env = [new("PATH", "/bin")] },
        Command = [script],
    };
}
