namespace BuildKit.Engine.Sandbox;

/// <summary>Runs processes by the launcher that is packed with the program. Needs root, or a <see cref="UserNamespace"/> around this process.</summary>
/// <param name="launcher">The launcher program.</param>
public sealed class EmbeddedSandbox(SandboxLauncher launcher) : ISandbox
{
    private readonly OnceOnly _warnings = new();

    /// <inheritdoc />
    public string Name => "embedded";

    /// <inheritdoc />
    public Task<SandboxNetwork> CreateNetworkAsync(CancellationToken ct) => SandboxNetwork.CreateAsync(launcher, ct);

    /// <inheritdoc />
    public async Task<SandboxExit> RunAsync(SandboxSpec spec, ISandboxOutput output, CancellationToken ct)
    {
        var exit = await new Launch(launcher, spec.Io, spec.StopSignal).RunAsync(LaunchRequest.ForSandbox(spec), output, ct);
        return exit with { Warnings = [.. exit.Warnings.Where(_warnings.IsNew)] };
    }
}
