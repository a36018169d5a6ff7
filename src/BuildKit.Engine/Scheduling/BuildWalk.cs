using System.Collections.Immutable;
using BuildKit.Engine.Assembly;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Events;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Explaining;
using BuildKit.Engine.Fetches;
using BuildKit.Engine.Publishing;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Reports;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Store;
using BuildKit.Engine.Testing;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Engine.Scheduling;

/// <summary>The parts of one build, and the walk through its steps to images and tests. It is done again where a remote cache was lost on the way.</summary>
internal sealed class BuildWalk : IAsyncDisposable
{
    // Each of them has lost at least one layer, so most builds need none and the unlucky two.
    private const int MostWalks = 5;

    private readonly LocalStore store;
    private readonly ISandbox sandbox;
    private readonly BuildRequest request;
    private readonly EventStream events;
    private readonly NeededSteps needed;
    private readonly StepReports reports;
    private readonly StepPlaces places;
    private readonly CopyMemory copies;
    private readonly BaseExecutor bases;
    private readonly BuildSlots slots = new();
    private readonly RunReports files;
    private readonly FetchGateway gateway;
    private readonly RunPlanner runs;
    private readonly StepPlanner planner;
    private readonly LayerBlobs blobs;
    private readonly BuildCaches caches;
    private readonly CacheSources remote;
    private readonly DeferredLayers deferred;
    private readonly StepCache cache;

    internal BuildWalk(LocalStore store, ISandbox sandbox, BasePuller puller, BuildRequest request, EventStream events, CancellationToken ct)
    {
        this.store = store;
        this.sandbox = sandbox;
        this.request = request;
        this.events = events;
        needed = new NeededSteps(request.Graph, request.Targets);
        reports = new StepReports(events, needed.All);
        places = new StepPlaces(store.Index, request.Graph, request.BuildfileDirectory);
        copies = new CopyMemory(store.Index);
        bases = new BaseExecutor(store, puller, request, events);
        var context = new ContextFiles(request.ContextDirectory, store, ct);
        files = new RunReports(store, request, events);
        gateway = new FetchGateway(store, sandbox, request);
        blobs = new LayerBlobs(store, request.LayerFormat, ct);
        caches = new BuildCaches(store, request, events);
        remote = caches.Sources(blobs, ct);
        var filePlans = new FileStepPlanner(store.Snapshots, context, copies);
        deferred = new DeferredLayers(store, request.Graph, bases, remote);
        cache = new StepCache(store, deferred);
        runs = new RunPlanner(filePlans, new RunExecutor(store, sandbox, request, events, files, remote, gateway, new IntermediateFiles(store, cache, request.NoCache)));
        planner = new StepPlanner(
            filePlans, new TemplatePlanner(store.Snapshots, context), new DownloadPlanner(store, puller.Downloads, events),
            new CheckoutPlanner(store, puller.Checkouts, events), new UnpackPlanner(store, context),
            new HostPublishPlanner(new HostPublisher(store, new HostSdk(request.DotNet, request.Environment)), events), runs);
    }

    /// <summary>Builds; where a layer of a remote cache cannot be had after all, once more without it.</summary>
    internal async Task<BuildResult> RunAsync(CancellationToken ct)
    {
        for (int walk = 1; ; walk++)
        {
            try
            {
                return await RunOnceAsync(ct);
            }
            catch (CacheLostException) when (walk < MostWalks)
            {
                if (walk == MostWalks - 1)
                {
                    remote.GiveUp();
                }
            }
        }
    }

    /// <summary>What a build would do with each step.</summary>
    internal Task<ImmutableArray<PlannedStep>> ForecastAsync(CancellationToken ct) =>
        new StepForecaster(request, store, needed, planner, bases, places, cache, deferred).RunAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await remote.DisposeAsync();
        await blobs.DisposeAsync();
        gateway.Dispose();
    }

    private async Task<BuildResult> RunOnceAsync(CancellationToken ct)
    {
        Func<StepRef, StepResult> resultOf = await WalkAsync(ct);
        var assembler = new ImageAssembler(store, request.Graph, bases, blobs);
        var images = ImmutableArray.CreateBuilder<BuiltImage>();
        foreach (ImageTarget target in request.Targets.OfType<ImageTarget>())
        {
            await Task.WhenAll(target.Variants.Select(variant => deferred.BringAsync(resultOf(variant.Result), ct)));
            images.Add(await assembler.AssembleAsync(target, resultOf, ct));
        }

        foreach (StepRef read in request.Targets.OfType<TestTarget>().SelectMany(test => test.Reads(request.Graph)))
        {
            await deferred.UnpackAsync(read, resultOf(read), ct);
        }

        var tests = new TestPlanner(request.Graph, runs, resultOf);
        var scheduler = new TestScheduler(store, request, new TestRunner(store, sandbox, request, events, files), events);
        ImmutableArray<TestResult> tested = await scheduler.RunAsync([.. request.Targets.OfType<TestTarget>().Select(test => tests.Plan(test, images))], ct);

        // Last: a process of an ordinary user that starts itself again for the tests has then told nothing of it yet.
        await caches.ExportAsync(new CacheWriter(store, cache, blobs, deferred), reports, needed, resultOf, ct);
        return new BuildResult(images.ToImmutable(), reports.All, events.Elapsed) { Tests = tested };
    }

    private async Task<Func<StepRef, StepResult>> WalkAsync(CancellationToken ct)
    {
        var runner = new StepRunner(request, store, needed, planner, bases, places, reports, slots, blobs, cache, deferred, remote, files);
        try
        {
            return await new StepScheduler(request, needed, runner, reports, store.Paths.Root).RunAsync(ct);
        }
        finally
        {
            places.Save();
            copies.Save();
        }
    }
}
