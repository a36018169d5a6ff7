namespace BuildKit.Engine.Sandbox;

/// <summary>
/// Runs processes by an OCI runtime, runc or crun, on a bundle in a temporary folder. The overlay is mounted by the launcher in
/// a mount namespace of its own, and the runtime runs inside it.
/// </summary>
/// <param name="launcher">The launcher program.</param>
/// <param name="runtime">The runtime's name, looked up on PATH, or its absolute path.</param>
public sealed class OciRuntimeSandbox(SandboxLauncher launcher, string runtime) : ISandbox
{
    /// <inheritdoc />
    public string Name => Path.GetFileName(runtime);

    /// <inheritdoc />
    public Task<SandboxExit> RunAsync(SandboxSpec spec, ISandboxOutput output, CancellationToken ct) =>
        throw new NotSupportedException(launcher.Path);
}
