namespace BuildKit.Engine.Sandbox;

/// <summary>Runs one process isolated from the machine: by the embedded launcher, or by an OCI runtime.</summary>
public interface ISandbox
{
    /// <summary>What messages call it: <c>embedded</c>, <c>runc</c> or <c>crun</c>.</summary>
    string Name { get; }

    /// <summary>Makes a network of its own for the sandboxes whose specification names it, with a loopback device only.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">The kernel makes none for this process.</exception>
    Task<SandboxNetwork> CreateNetworkAsync(CancellationToken ct);

    /// <summary>
    /// Runs the process to its end. When <paramref name="ct"/> is cancelled or the timeout passes, the whole process tree is
    /// killed before the call returns or throws; a process that is no step is first asked to end by its stop signal, and how it ended is returned. No mount, process or cgroup outlives the call, nor the death of this process.
    /// </summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">The sandbox could not be set up; the process did not start.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled a step, or before a process started.</exception>
    Task<SandboxExit> RunAsync(SandboxSpec spec, ISandboxOutput output, CancellationToken ct);
}
