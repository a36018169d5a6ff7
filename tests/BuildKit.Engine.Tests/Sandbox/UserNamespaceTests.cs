using BuildKit.Engine.Sandbox;
using BuildKit.Oci;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>An ordinary user's sandbox, inside a user namespace.</summary>
[Collection("users of the machine")]
public sealed class UserNamespaceTests : IDisposable
{
    private readonly SandboxRoot _root = new();
    private readonly string _launcher;

    public UserNamespaceTests()
    {
        // Where the tests are built need not be readable by every user. Not File.Copy: a process that is started meanwhile would hold the file open for writing.
        _launcher = Path.Combine(_root.Folder, "buildkit-sandbox");
        Trees.Shell.Run("cp \"$1\" \"$2\"", SandboxLauncher.Find().Path, _launcher);
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task An_ordinary_user_is_root_of_a_sandbox_with_many_ids()
    {
        using var user = OrdinaryUser.Create(withRanges: true);
        var upper = ChangesOf(user);
        var (code, output, error) = await user.RunAsync(
            _launcher, ["--userns", "--", _launcher], Request("id -u; touch /mine; chown 1654:1654 /mine; probe call 272; probe clone 0x10000000; exit 3", upper));
        Assert.True(code == 3, error);
        Assert.Equal("0\nEPERM\nEPERM\n", output);
        Assert.True(File.Exists(Path.Combine(upper, "upper", "mine")));
    }

    [Fact]
    public async Task An_ordinary_users_sandbox_has_the_same_bounds()
    {
        using var user = OrdinaryUser.Create(withRanges: true);
        var (_, output, error) = await user.RunAsync(_launcher, ["--userns", "--", _launcher], Request(
            "grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp:)' /proc/self/status | tr -d '\\t'; ls -A /sys/firmware; cat /proc/keys; ls /proc/sys/net/ipv4/conf | tail -1; "
            + "chmod 600 /dev/null 2>/dev/null || echo kept; echo x >/dev/null; find /dev -type c | wc -l; probe write /proc/1/exe"));
        Assert.True(output == "CapEff:00000000a80425fb\nCapBnd:00000000a80425fb\nNoNewPrivs:1\nSeccomp:2\nlo\nkept\n7\nPermission denied\n", output + error);
    }

    [Fact]
    public async Task With_the_hosts_network_an_ordinary_user_sees_no_cgroup_tree()
    {
        using var user = OrdinaryUser.Create(withRanges: true);
        var (code, output, error) = await user.RunAsync(_launcher, ["--userns", "--", _launcher], Request("ls -A /sys/fs/cgroup /sys/firmware | grep -v :; touch /sys/x 2>&1 || true", network: "host"));
        Assert.True(code == 0, error);
        Assert.Contains("Read-only file system", output, StringComparison.Ordinal);
        Assert.DoesNotContain("memory", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fork_bomb_of_an_ordinary_user_is_bounded_without_a_cgroup()
    {
        using var user = OrdinaryUser.Create(withRanges: true);
        var (code, _, error) = await user.RunAsync(_launcher, ["--userns", "--", _launcher], Request("i=0; while [ $i -lt 200 ]; do sleep 1000 & i=$((i+1)); done; wait", pids: 40));
        Assert.NotEqual(0, code);
        Assert.Contains("can't fork", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_one_id_only_another_user_is_refused_by_name()
    {
        using var user = OrdinaryUser.Create(withRanges: false);
        var (code, output, error) = await user.RunAsync(_launcher, ["--userns", "--", _launcher], Request("id -u"));
        Assert.True(code == 0 && output == "0\n", error);
        (code, _, error) = await user.RunAsync(_launcher, ["--userns", "--", _launcher], Request("id -u", uid: 1654));
        Assert.Equal(125, code);
        Assert.Contains($"error {ExecutionErrorCodes.IdentityUnavailable} ", error, StringComparison.Ordinal);
        Assert.Contains("1654", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_root_and_without_a_user_namespace_a_sandbox_is_refused_with_a_code()
    {
        using var user = OrdinaryUser.Create(withRanges: false);
        var (code, _, error) = await user.RunAsync(_launcher, [], Request("true"));
        Assert.Equal(125, code);
        Assert.Contains($"error {ExecutionErrorCodes.NamespaceRefused} ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_user_namespaces_are_turned_off_the_setting_is_named()
    {
        using var user = OrdinaryUser.Create(withRanges: false);

        // The setting of a user namespace holds for what is made inside it, so the machine's own stays as it is.
        string[] script = ["--user", "--map-root-user", "sh", "-c", $"echo 0 >/proc/sys/user/max_user_namespaces; exec {_launcher} --userns -- true"];
        var (code, _, error) = await user.RunAsync("unshare", script, "");
        Assert.Equal(125, code);
        Assert.Contains($"error {ExecutionErrorCodes.UserNamespaceRefused} ", error, StringComparison.Ordinal);
        Assert.Contains("user.max_user_namespaces", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_inside_gives_its_exit_code_and_sees_the_marker()
    {
        using var user = OrdinaryUser.Create(withRanges: true);
        var (code, output, _) = await user.RunAsync(_launcher, ["--userns", "--", "sh", "-c", "echo $BUILDKIT_USERNS $BUILDKIT_USERNS_IDS; id -u; cat; exit 9"], "input\n");
        Assert.Equal(9, code);
        Assert.Equal("1 many\n0\ninput\n", output);
        (code, _, _) = await user.RunAsync(_launcher, ["--userns", "--", "sh", "-c", "kill -KILL $$"], "");
        Assert.Equal(137, code);
    }

    [Fact]
    public async Task A_program_that_the_launcher_cannot_run_inside_is_an_exception_with_its_code()
    {
        var e = await Assert.ThrowsAsync<BuildKitException>(
            () => UserNamespace.RunInsideAsync(SandboxLauncher.Find(), ["/no/such/program"], TestContext.Current.CancellationToken));
        Assert.Equal(ExecutionErrorCodes.UserNamespaceRefused, e.Code);
        Assert.Equal(4, await UserNamespace.RunInsideAsync(SandboxLauncher.Find(), ["/bin/sh", "-c", "exit 4"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Root_needs_no_user_namespace_and_has_many_ids()
    {
        Assert.False(UserNamespace.IsNeeded);
        Assert.True(UserNamespace.HasManyIds);
    }

    private string ChangesOf(OrdinaryUser user)
    {
        var folder = _root.NewFolder("changes");
        Directory.CreateDirectory(Path.Combine(folder, "upper"));
        Directory.CreateDirectory(Path.Combine(folder, "work"));
        using var chown = System.Diagnostics.Process.Start("chown", ["-R", user.Name, folder]);
        chown.WaitForExit();
        return folder;
    }

    private string Request(string script, string? changes = null, string network = "none", int uid = 0, int pids = 1000) =>
        $"layer={SandboxRoot.Busybox}\0layer={_root.Layer}\0env=PATH=/bin\0arg=sh\0arg=-ec\0arg={script}\0network={network}\0uid={uid}\0gid={uid}\0pids={pids}\0"
        + (changes is null ? "" : $"upper={changes}/upper\0work={changes}/work\0") + "end=\0";
}
