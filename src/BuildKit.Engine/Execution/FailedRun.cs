using System.Collections.Immutable;
using BuildKit.Engine.Fetches;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Snapshots;
using BuildKit.Graph.Configuration;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Execution;

/// <summary>A run that failed, as it left its files, with its mounts still there. Disposing gives all of it up; nothing of it is ever kept.</summary>
public sealed class FailedRun : IAsyncDisposable
{
    private readonly ISandbox sandbox;
    private readonly SnapshotStore snapshots;
    private readonly StepResult parent;
    private readonly SandboxSpec spec;
    private readonly RunMounts mounts;
    private readonly UpperDirectory upper;
    private readonly RunNetwork? network;

    internal FailedRun(ISandbox sandbox, SnapshotStore snapshots, StepResult parent, SandboxSpec spec, RunMounts mounts, UpperDirectory upper, RunNetwork? network)
    {
        this.sandbox = sandbox;
        this.snapshots = snapshots;
        this.parent = parent;
        this.spec = spec;
        this.mounts = mounts;
        this.upper = upper;
        this.network = network;
    }

    /// <summary>The shell that <see cref="OpenShellAsync"/> opens: the step's own.</summary>
    public string Shell => (parent.Config.Shell is [var shell, ..] ? shell : null) ?? EffectiveRun.DefaultShell[0];

    /// <summary>
    /// Opens a shell on this process's terminal with the files, mounts, environment, user, directory, network and limits of the run, but for its timeout, and returns when
    /// it ends. What it changes is forgotten, in mounts of caches excepted.
    /// </summary>
    /// <exception cref="BuildKitException">There is no such shell in the step's files, or it cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled before it started.</exception>
    public async Task OpenShellAsync(CancellationToken ct)
    {
        // Overlayfs takes a work directory for one mount only; so the changes of the run become a layer below those of the shell.
        using UpperDirectory changes = snapshots.CreateUpper(parent.Tree);
        await sandbox.RunAsync(
            spec with
            {
                Layers = spec.Layers.Add(upper.Upper),
                UpperDirectory = changes.Upper,
                WorkDirectory = changes.Work,
                Arguments = [Shell],
                Env = WithTerminal(spec.Env),
                Timeout = null,
                Io = SandboxIo.Terminal,
            },
            new InheritedOutput(),
            ct);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (network is not null)
        {
            await network.DisposeAsync();
        }

        mounts.Dispose();
        upper.Dispose();
    }

    private static ImmutableArray<EnvironmentVariable> WithTerminal(ImmutableArray<EnvironmentVariable> env) =>
        env.Any(variable => variable.Name == "TERM") ? env : env.Add(new EnvironmentVariable("TERM", "xterm"));
}
