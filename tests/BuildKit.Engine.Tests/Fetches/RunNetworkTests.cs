using BuildKit.Engine.Execution;
using BuildKit.Engine.Fetches;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Tests.Sandbox;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Tests.Fetches;

/// <summary>The network of a run with a list of hosts, by the launcher and by OCI runtimes.</summary>
public sealed class RunNetworkTests : IDisposable
{
    private readonly SandboxRoot root = new();

    public static TheoryData<string> Runtimes => ["embedded", "runc", "crun"];

    public void Dispose() => root.Dispose();

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task A_process_of_any_user_reaches_the_proxy_and_the_authorities(string runtime)
    {
        ISandbox sandbox = SandboxOf(runtime);
        await using var origin = new Origin();
        origin.Serve("/file", "content\n");
        using var authority = new ProxyAuthority();
        using var upstream = new Upstream(new Dictionary<string, string>());
        string authorities = Path.Combine(root.NewFolder("authorities"), "ca.pem");
        File.WriteAllText(authorities, "the authorities\n");
        NetworkAccess access = NetworkAccess.To([new HostPattern("localhost", IsDomain: false, origin.Port)]);
        var log = new FetchLog(access, null, new RunOutput((_, _) => { }, []));
        await using RunNetwork network = await RunNetwork.OpenAsync(sandbox, new ProxyRules(authority, upstream, log, []), authorities, access, TestContext.Current.CancellationToken);
        SandboxSpec spec = network.Join(root.WithUpper(root.Shell($"wget -qO- {origin.Url}/file; cat $SSL_CERT_FILE; echo $no_proxy; ls /sys/class/net")) with { Uid = 1654, Gid = 1654 });

        SandboxRun run = await SandboxRun.RunAsync(sandbox, spec, TestContext.Current.CancellationToken);

        Assert.True(run.Exit.ExitCode == 0, run.Text);
        Assert.Equal(["content", "the authorities", "127.0.0.1", "lo"], run.Stdout);
        Assert.Equal([origin.Url + "/file"], log.Fetched.Keys);
    }

    private ISandbox SandboxOf(string runtime)
    {
        if (runtime == "embedded")
        {
            return SandboxRoot.Sandbox;
        }

        Assert.SkipUnless(File.Exists("/usr/bin/" + runtime) || File.Exists("/usr/sbin/" + runtime), runtime + " is not installed");
        return new OciRuntimeSandbox(SandboxLauncher.Find(), runtime, root.NewFolder("bundles"));
    }
}
