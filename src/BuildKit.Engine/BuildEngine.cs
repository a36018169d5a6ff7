using System.Collections.Immutable;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Events;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Explaining;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Store;

namespace BuildKit.Engine;

/// <summary>Builds the targets of a graph: looks each step up in the store, runs those that are not known, and assembles the images.</summary>
/// <param name="store">Where everything is kept.</param>
/// <param name="sandbox">What runs commands.</param>
/// <param name="bases">What brings bases of registries.</param>
public sealed class BuildEngine(LocalStore store, ISandbox sandbox, BasePuller bases)
{
    /// <summary>Builds what the request asks for; images are in the store and tagged when it returns.</summary>
    /// <exception cref="StepFailedException">A step failed.</exception>
    /// <exception cref="BuildKit.Oci.BuildKitException">The store, the context or an image could not be used.</exception>
    /// <exception cref="NamespaceNeededException">There is work for a user namespace and the process is in none.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; everything that ran has been stopped.</exception>
    public async Task<BuildResult> BuildAsync(BuildRequest request, IBuildObserver observer, CancellationToken ct)
    {
        var events = new EventStream(observer);
        try
        {
            using RangeLock use = await store.Use.ShareAsync(ct).ConfigureAwait(false);
            SecretFiles.Sweep(store.Locks);
            return await BuildAsync(request, events, ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (DiskErrors.Explain(exception, store.Paths.Root) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>
    /// Says what a build would do with each needed step, in the order of the graph, and runs none. Nothing is pulled; bases without a digest are open. No registry
    /// is asked, and the remote caches of the request are not looked at.
    /// </summary>
    /// <exception cref="StepFailedException">A step cannot be planned, such as one that copies what does not exist.</exception>
    /// <exception cref="BuildKit.Oci.BuildKitException">The store or the context could not be used.</exception>
    public async Task<ImmutableArray<PlannedStep>> PlanAsync(BuildRequest request, CancellationToken ct)
    {
        try
        {
            using RangeLock use = await store.Use.ShareAsync(ct).ConfigureAwait(false);
            await using var walk = new BuildWalk(store, sandbox, bases, request, new EventStream(new SilentObserver()), ct);
            return await walk.ForecastAsync(ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (DiskErrors.Explain(exception, store.Paths.Root) is { } explained)
        {
            throw explained;
        }
    }

    private async Task<BuildResult> BuildAsync(BuildRequest request, EventStream events, CancellationToken ct)
    {
        BuildResult result;
        store.Unsynced.Begin();
        try
        {
            await using var walk = new BuildWalk(store, sandbox, bases, request, events, ct);
            result = await walk.RunAsync(ct).ConfigureAwait(false);
        }
        catch
        {
            store.Unsynced.TryEnd();
            throw;
        }

        store.Unsynced.End();
        return result;
    }
}
