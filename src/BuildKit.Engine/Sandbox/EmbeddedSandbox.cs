namespace BuildKit.Engine.Sandbox;

/// <summary>Runs processes by the launcher that is packed with the program. Needs root, or a <see cref="UserNamespace"/> around this process.</summary>
/// <param name="launcher">The launcher program.</param>
public sealed class EmbeddedSandbox(SandboxLauncher launcher) : ISandbox
{
    /// <inheritdoc />
    public string Name => "embedded";

    /// <inheritdoc />
    public Task<SandboxExit> RunAsync(SandboxSpec spec, ISandboxOutput output, CancellationToken ct) =>
        throw new NotSupportedException(launcher.Path);
}
