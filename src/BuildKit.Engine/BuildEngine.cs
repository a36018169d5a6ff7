using BuildKit.Engine.Events;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Store;

namespace BuildKit.Engine;

/// <summary>Builds the targets of a graph: looks each step up in the store, runs those that are not known, and assembles the images.</summary>
public sealed class BuildEngine
{
    private readonly LocalStore store;
    private readonly ISandbox sandbox;

    /// <summary>Creates an engine on a store.</summary>
    public BuildEngine(LocalStore store, ISandbox sandbox)
    {
        this.store = store;
        this.sandbox = sandbox;
    }

    /// <summary>Builds what the request asks for; images are in the store and tagged when it returns.</summary>
    /// <exception cref="Scheduling.StepFailedException">A step failed.</exception>
    /// <exception cref="BuildKit.Oci.BuildKitException">The store, the context or an image could not be used.</exception>
    /// <exception cref="Execution.NamespaceNeededException">There is work for a user namespace and the process is in none.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; everything that ran has been stopped.</exception>
    public Task<BuildResult> BuildAsync(BuildRequest request, IBuildObserver observer, CancellationToken ct)
    {
        _ = (store, sandbox, request, observer, ct);
        throw new NotSupportedException();
    }
}
