using System.Collections.Immutable;
using BuildKit.Engine.Sandbox;
using BuildKit.Oci;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>The root filesystem and the mounts in it.</summary>
public sealed class MountTests : IDisposable
{
    private readonly SandboxRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(200)]
    [InlineData(480)]
    public async Task Many_layers_with_long_paths_are_one_root(int count)
    {
        var store = _root.NewFolder("store");
        var layers = Enumerable.Range(0, count)
            .Select(i => Path.Combine(store, $"{i:x64}", "fs"))
            .ToImmutableArray();
        foreach (var (layer, i) in layers.Select((layer, i) => (layer, i)))
        {
            Directory.CreateDirectory(layer);
            File.WriteAllText(Path.Combine(layer, $"file-{i}"), "x");
            File.WriteAllText(Path.Combine(layer, "top"), $"{i}\n");
        }

        var run = await SandboxRoot.RunAsync(_root.WithUpper(_root.Shell("ls / | grep -c ^file-; cat /top") with { Layers = [.. _root.Layers, .. layers] }));
        Assert.Equal([$"{count}", $"{count - 1}"], run.Stdout);
    }

    [Fact]
    public async Task More_layers_than_the_kernel_takes_are_an_error_that_says_how_many()
    {
        var e = await Assert.ThrowsAsync<BuildKitException>(
            () => SandboxRoot.RunAsync(_root.Shell("true") with { Layers = [.. Enumerable.Repeat(_root.Layer, 501)] }));
        Assert.Equal(ExecutionErrorCodes.RootFilesystem, e.Code);
        Assert.Contains("501", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_of_layers_may_hold_what_overlay_options_separate()
    {
        var odd = _root.NewFolder("a:b,c=d\\e f");
        File.WriteAllText(Path.Combine(odd, "odd"), "seen\n");
        var run = await SandboxRoot.RunAsync(_root.Shell("cat /odd") with { Layers = [.. _root.Layers, odd] });
        Assert.Equal(["seen"], run.Stdout);
    }

    [Fact]
    public async Task Changes_go_to_the_upper_directory_only()
    {
        File.WriteAllText(Path.Combine(_root.Layer, "old"), "old");
        var spec = _root.WithUpper(_root.Shell("echo new >/new; rm /old"));
        await SandboxRoot.RunAsync(spec);
        var upper = new DirectoryInfo(spec.UpperDirectory!);
        Assert.Equal("new\n", File.ReadAllText(Path.Combine(upper.FullName, "new")));
        Assert.True(File.Exists(Path.Combine(_root.Layer, "old")));
        Assert.False(File.Exists(Path.Combine(_root.Layer, "new")));
        Assert.Contains(upper.EnumerateFileSystemInfos(), entry => entry.Name == "old"); // the whiteout
    }

    [Fact]
    public async Task Without_an_upper_directory_changes_are_forgotten()
    {
        Assert.Equal(["1"], (await _root.RunAsync("echo 1 >/x; cat /x")).Stdout);
        Assert.Equal(["gone"], (await _root.RunAsync("[ -e /x ] || echo gone")).Stdout);
    }

    [Fact]
    public async Task A_root_without_layers_is_empty()
    {
        var e = await Assert.ThrowsAsync<BuildKitException>(() => SandboxRoot.RunAsync(_root.Shell("true") with { Layers = [] }));
        Assert.Equal(ExecutionErrorCodes.ProgramNotStarted, e.Code);
    }

    [Fact]
    public async Task A_missing_layer_is_named()
    {
        var missing = Path.Combine(_root.Folder, "no-layer");
        var e = await Assert.ThrowsAsync<BuildKitException>(() => SandboxRoot.RunAsync(_root.Shell("true") with { Layers = [.. _root.Layers, missing] }));
        Assert.Equal(ExecutionErrorCodes.RootFilesystem, e.Code);
        Assert.Contains(missing, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_only_mount_is_read_only_all_the_way_down()
    {
        var source = _root.NewFolder("source");
        File.WriteAllText(Path.Combine(source, "file"), "host");
        var run = await SandboxRoot.RunAsync(With("cat /in/file; (echo x >/in/file) 2>&1; rm /in/file 2>&1; true", new SandboxMount("/in", source, ReadOnly: true)));
        Assert.Equal("host", File.ReadAllText(Path.Combine(source, "file")));
        Assert.Contains("Read-only file system", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writable_mount_reaches_the_host()
    {
        var source = _root.NewFolder("source");
        await SandboxRoot.RunAsync(With("echo inside >/in/file", new SandboxMount("/in", source, ReadOnly: false)));
        Assert.Equal("inside\n", File.ReadAllText(Path.Combine(source, "file")));
    }

    [Fact]
    public async Task A_file_is_mounted_on_a_file()
    {
        var source = Path.Combine(_root.NewFolder("source"), "secret");
        File.WriteAllText(source, "secret\n");
        var run = await SandboxRoot.RunAsync(With("cat /run/secrets/s", new SandboxMount("/run/secrets/s", source, ReadOnly: true)));
        Assert.Equal(["secret"], run.Stdout);
    }

    [Fact]
    public async Task A_tmpfs_holds_what_it_may_and_no_more()
    {
        var run = await SandboxRoot.RunAsync(With(
            "head -c 65536 /dev/zero >/t/a; dd if=/dev/zero of=/t/b bs=1M count=10 2>&1 || true; wc -c </t/a",
            new SandboxMount("/t", null, ReadOnly: false, SizeBytes: 1 << 20)));
        Assert.Contains("No space left on device", run.Text, StringComparison.Ordinal);
        Assert.Equal("65536", run.Stdout[^1]);
    }

    [Fact]
    public async Task Mount_points_that_were_made_are_told_parents_first()
    {
        Directory.CreateDirectory(Path.Combine(_root.Layer, "have"));
        var source = _root.NewFolder("source");
        var spec = With("true", new SandboxMount("/have", source, ReadOnly: true), new SandboxMount("/a b/ü/c", source, ReadOnly: true));
        var run = await SandboxRoot.RunAsync(_root.WithUpper(spec));
        Assert.Equal(["/dev", "/proc", "/sys", "/a b", "/a b/ü", "/a b/ü/c"], run.Exit.Stubs);
    }

    [Theory]
    [InlineData("/link/x", "../../../../../outside", "/outside/x")]
    [InlineData("/link/x", "/absolute", "/absolute/x")]
    [InlineData("/link/../x", "/bin", "/x")]
    public async Task A_mount_point_behind_a_link_stays_inside_the_root(string target, string link, string expected)
    {
        File.CreateSymbolicLink(Path.Combine(_root.Layer, "link"), link);
        var source = _root.NewFolder("source");
        File.WriteAllText(Path.Combine(source, "marker"), "here\n");
        var run = await SandboxRoot.RunAsync(With($"cat {expected}/marker", new SandboxMount(target, source, ReadOnly: true)));
        Assert.Equal(["here"], run.Stdout);
        Assert.False(Directory.Exists("/outside") || Directory.Exists("/absolute"));
    }

    [Fact]
    public async Task A_link_that_points_nowhere_is_completed_inside_the_root()
    {
        Directory.CreateDirectory(Path.Combine(_root.Layer, "etc"));
        File.CreateSymbolicLink(Path.Combine(_root.Layer, "etc", "resolv.conf"), "../run/resolve/stub.conf");
        var source = Path.Combine(_root.NewFolder("source"), "resolv.conf");
        File.WriteAllText(source, "nameserver 192.0.2.1\n");
        var run = await SandboxRoot.RunAsync(With("cat /etc/resolv.conf", new SandboxMount("/etc/resolv.conf", source, ReadOnly: true)));
        Assert.Equal(["nameserver 192.0.2.1"], run.Stdout);
        Assert.Equal(["/run", "/run/resolve", "/run/resolve/stub.conf"], run.Exit.Stubs.Except(["/dev", "/proc", "/sys"]));
    }

    [Theory]
    [InlineData("/loop/x")]
    [InlineData("/bin/busybox/x")]
    public async Task A_mount_point_that_cannot_be_is_an_error_that_names_it(string target)
    {
        File.CreateSymbolicLink(Path.Combine(_root.Layer, "loop"), "loop");
        var e = await Assert.ThrowsAsync<BuildKitException>(() => SandboxRoot.RunAsync(With("true", new SandboxMount(target, _root.Folder, ReadOnly: true))));
        Assert.Equal(ExecutionErrorCodes.MountFailed, e.Code);
        Assert.Contains(target, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_source_is_an_error_that_names_it()
    {
        var e = await Assert.ThrowsAsync<BuildKitException>(() => SandboxRoot.RunAsync(With("true", new SandboxMount("/in", "/no/such/source", ReadOnly: true))));
        Assert.Equal(ExecutionErrorCodes.MountFailed, e.Code);
        Assert.Contains("/no/such/source", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_as_proc_does_not_move_the_process_table()
    {
        File.CreateSymbolicLink(Path.Combine(_root.Layer, "proc"), "/etc");
        Assert.Equal(["here"], (await _root.RunAsync("[ -e /etc/self ] && echo here")).Stdout);
    }

    private SandboxSpec With(string script, params ImmutableArray<SandboxMount> mounts) => _root.Shell(script) with { Mounts = mounts };
}
