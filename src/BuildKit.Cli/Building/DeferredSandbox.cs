using BuildKit.Cli.Hosting;
using BuildKit.Engine.Sandbox;

namespace BuildKit.Cli.Building;

/// <summary>Finds the sandbox when a step first runs: a build that runs nothing needs neither a launcher nor Linux.</summary>
internal sealed class DeferredSandbox(CommandHost host, string runtime) : ISandbox
{
    private readonly Lazy<ISandbox> sandbox = new(() =>
    {
        SandboxLauncher launcher = SandboxLauncher.Find();
        return runtime == RuntimeOption.Embedded ? new EmbeddedSandbox(launcher) : new OciRuntimeSandbox(launcher, runtime, host.Store.ScratchFolder);
    });

    /// <inheritdoc />
    public string Name => runtime;

    /// <inheritdoc />
    public Task<SandboxNetwork> CreateNetworkAsync(CancellationToken ct) => sandbox.Value.CreateNetworkAsync(ct);

    /// <inheritdoc />
    public Task<SandboxExit> RunAsync(SandboxSpec spec, ISandboxOutput output, CancellationToken ct) => sandbox.Value.RunAsync(spec, output, ct);
}
