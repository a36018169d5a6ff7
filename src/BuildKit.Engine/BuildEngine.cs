using System.Collections.Immutable;
using BuildKit.Engine.Assembly;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Events;
using BuildKit.Engine.Execution;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Store;
using BuildKit.Engine.Testing;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

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
            return await BuildAsync(request, events, ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (DiskErrors.Explain(exception, store.Paths.Root) is { } explained)
        {
            throw explained;
        }
    }

    private async Task<BuildResult> BuildAsync(BuildRequest request, EventStream events, CancellationToken ct)
    {
        SecretFiles.Sweep(store.Locks);
        var needed = new NeededSteps(request.Graph, request.Targets);
        var reports = new StepReports(events, needed.All);
        var places = new StepPlaces(store.Index, request.Graph, request.BuildfileDirectory);
        var baseExecutor = new BaseExecutor(store, bases, request, events);
        var slots = new BuildSlots();
        var context = new ContextFiles(request.ContextDirectory, store, ct);
        var files = new FileStepPlanner(store.Snapshots, context);
        var runs = new RunPlanner(files, new RunExecutor(store, sandbox, request, events));
        var planner = new StepPlanner(files, new TemplatePlanner(store.Snapshots, context), new UnpackPlanner(store, context), runs);
        var packed = new BlobMemory(store, BlobMemory.Packed);
        await using var blobs = new LayerBlobs(store, packed, request.LayerFormat, ct);
        var deferred = new DeferredLayers(store, packed, request.Graph, baseExecutor);
        var cache = new StepCache(store, deferred);
        var caches = new BuildCaches(store, request, events);
        var runner = new StepRunner(request, store, needed, planner, baseExecutor, places, reports, slots, blobs, cache, deferred, caches.Sources(packed, ct));
        Func<StepRef, StepResult> resultOf;
        try
        {
            resultOf = await new StepScheduler(request.Graph, needed, runner, reports, store.Paths.Root).RunAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            places.Save();
        }

        var assembler = new ImageAssembler(store, request.Graph, baseExecutor, blobs);
        var images = ImmutableArray.CreateBuilder<BuiltImage>();
        foreach (ImageTarget target in request.Targets.OfType<ImageTarget>())
        {
            images.Add(await assembler.AssembleAsync(target, resultOf, ct).ConfigureAwait(false));
        }

        foreach (StepRef read in request.Targets.OfType<TestTarget>().SelectMany(test => test.Reads(request.Graph)))
        {
            await deferred.UnpackAsync(read, resultOf(read), ct).ConfigureAwait(false);
        }

        var tests = new TestPlanner(request.Graph, runs, resultOf);
        var scheduler = new TestScheduler(store, request, new TestRunner(store, sandbox, request, events), events);
        ImmutableArray<TestResult> tested = await scheduler.RunAsync(
            [.. request.Targets.OfType<TestTarget>().Select(test => tests.Plan(test, images))], ct).ConfigureAwait(false);

        // Last: a process of an ordinary user that starts itself again for the tests has then told nothing of it yet.
        await caches.ExportAsync(new CacheWriter(store, cache, blobs), reports, needed, ct).ConfigureAwait(false);
        return new BuildResult(images.ToImmutable(), reports.All, events.Elapsed) { Tests = tested };
    }
}
