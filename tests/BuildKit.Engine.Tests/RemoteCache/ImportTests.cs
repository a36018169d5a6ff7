using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.RemoteCache;

public sealed class ImportTests
{
    [Fact]
    public async Task A_new_machine_runs_nothing_and_has_the_same_image_though_a_step_is_of_chance()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        BuildResult made = await world.FillAsync();
        BuildWorld machine = await world.MachineAsync();
        var events = new EventRecorder();

        BuildResult result = await CacheWorld.BuildAsync(machine, events, world.From);

        Assert.Equal(0, CacheWorld.RanOf(result));
        Assert.Empty(events.Events.OfType<StepStarted>());
        Assert.Empty(CacheWorld.WarningsOf(events));
        Assert.Equal(made.Images[0].Manifest, result.Images[0].Manifest);
        Assert.All(result.Steps.Where(step => step.Key is not null), step => Assert.Equal(world.Place.Name, step.Remote));
        Assert.All(events.Events.OfType<StepCompleted>(), end => Assert.Equal(result.Steps.Single(step => step.Step == end.Step).Remote, end.Remote));
        await ImageValidationOf(machine, result);
    }

    [Fact]
    public async Task The_next_build_on_that_machine_asks_no_registry()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        BuildWorld machine = await world.MachineAsync();
        BuildResult first = await CacheWorld.BuildAsync(machine, new EventRecorder(), world.From);
        machine.Reopen();
        world.Server.Forget();

        BuildResult second = await CacheWorld.BuildAsync(machine, new EventRecorder(), world.From);

        Assert.Empty(world.Server.Requests);
        Assert.Equal(0, CacheWorld.RanOf(second));
        Assert.All(second.Steps, step => Assert.Null(step.Remote));
        Assert.Equal(first.Images[0].Manifest, second.Images[0].Manifest);
    }

    [Fact]
    public async Task Only_what_the_image_needs_comes_and_each_blob_of_it_once()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        CacheContent content = await world.ReadAsync();
        CacheEntry stage = CacheWorld.EntryOf(content, "/out/stage.txt");
        BuildWorld machine = await world.MachineAsync();

        await CacheWorld.BuildAsync(machine, new EventRecorder(), world.From);

        // The records, the layers of the image, and the indexes of what the copies come from and onto, the base's among them; not the layer of the stage.
        string[] read = [.. world.Server.Requests.Where(request => request.IsBlobRead).Select(request => request.Path)];
        Assert.Equal(1 + 4 + 5, read.Length);
        Assert.Equal(read.Length, read.Distinct().Count());
        Assert.DoesNotContain(read, path => path.EndsWith(stage.Blob!.Digest.Hex, StringComparison.Ordinal));
        Assert.All(world.Server.Requests, request => Assert.True(request.Method is "GET" or "HEAD"));
        Assert.False(Directory.EnumerateFileSystemEntries(machine.Store.Paths.Layers).Any());
    }

    [Fact]
    public async Task Without_the_cache_what_never_came_is_made_again_and_nothing_else()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        BuildResult made = await world.FillAsync();
        BuildWorld machine = await world.MachineAsync();
        await CacheWorld.BuildAsync(machine, new EventRecorder(), world.From);
        machine.Reopen();

        BuildResult result = await CacheWorld.BuildAsync(machine, new EventRecorder(), request => request);

        Assert.Equal(1, CacheWorld.RanOf(result));
        Assert.Equal(made.Images[0].Manifest, result.Images[0].Manifest);
    }

    [Fact]
    public async Task What_no_step_reads_is_not_unpacked_and_a_later_step_unpacks_it()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        BuildWorld first = await world.MachineAsync();
        await first.BuildAsync(Runs(first, null).Sketch, new EventRecorder(), request => request with { CacheTo = new CacheExport(world.Place, false) }, CacheWorld.Ct, Runs(first, null).Image);
        BuildWorld machine = await world.MachineAsync();

        (GraphSketch sketch, ImageTarget image) = Runs(machine, null);
        BuildResult same = await machine.BuildAsync(sketch, new EventRecorder(), world.From, CacheWorld.Ct, image);
        Assert.Equal(0, CacheWorld.RanOf(same));
        Assert.False(Directory.EnumerateFileSystemEntries(machine.Store.Paths.Layers).Any());

        // Without the cache: what came with it is known here.
        machine.Reopen();
        (sketch, image) = Runs(machine, "cat /one /two > /three");
        BuildResult more = await machine.BuildAsync(sketch, image);
        Assert.Equal(1, CacheWorld.RanOf(more));
        Assert.Equal("one\ntwo\n", await CacheWorld.ReadFileAsync(machine, more, "three"));
    }

    [Fact]
    public async Task A_changed_step_runs_on_what_the_cache_gave()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        BuildWorld machine = await world.MachineAsync();
        machine.WriteContext("src/hello.txt", "changed\n");

        BuildResult result = await CacheWorld.BuildAsync(machine, new EventRecorder(), world.From);

        // The copy and both runs behind it; neither the stage nor the copy from it.
        Assert.Equal(3, CacheWorld.RanOf(result));
        Assert.Equal(2, result.Steps.Count(step => step.Remote is not null));
        Assert.Equal("changed\n", await CacheWorld.ReadFileAsync(machine, result, "src/hello.txt"));
        Assert.Equal("made\n", await CacheWorld.ReadFileAsync(machine, result, "app/stage.txt"));
    }

    [Fact]
    public async Task The_smaller_mode_has_only_the_steps_of_images()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        BuildResult made = await world.FillAsync(everyStep: false);
        Assert.Equal(4, (await world.ReadAsync()).Entries.Length);

        BuildResult result = await CacheWorld.BuildAsync(await world.MachineAsync(), new EventRecorder(), world.From);

        Assert.Equal([StepOutcome.Ran], result.Steps.Where(step => step.Key is not null && step.Remote is null).Select(step => step.Outcome));
        Assert.Equal(made.Images[0].Manifest, result.Images[0].Manifest);
    }

    [Fact]
    public async Task Another_compression_has_the_same_layers_and_the_digest_of_its_own_clean_build()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        BuildWorld maker = await world.MachineAsync();
        await CacheWorld.BuildAsync(maker, new EventRecorder(), request => request with { CacheTo = new CacheExport(world.Place, true) });
        BuildResult clean = await CacheWorld.BuildAsync(maker, new EventRecorder(), request => request with { LayerFormat = LayerFormat.Zstd(3) });
        BuildWorld machine = await world.MachineAsync();

        BuildResult result = await CacheWorld.BuildAsync(machine, new EventRecorder(), request => world.From(request) with { LayerFormat = LayerFormat.Zstd(3) });

        Assert.Equal(0, CacheWorld.RanOf(result));
        Assert.Equal(clean.Images[0].Manifest, result.Images[0].Manifest);
    }

    [Fact]
    public async Task With_no_cache_every_step_runs_and_no_remote_cache_is_asked()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();

        BuildResult result = await CacheWorld.BuildAsync(await world.MachineAsync(), new EventRecorder(), request => world.From(request) with { NoCache = true });

        Assert.Equal(5, CacheWorld.RanOf(result));
        Assert.Empty(world.Server.Requests);
    }

    [Fact]
    public async Task A_test_runs_on_an_image_that_came_from_the_cache()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        BuildWorld machine = await world.MachineAsync();
        (GraphSketch sketch, ImageTarget image) = CacheWorld.Sketch(machine);
        TestTarget test = sketch.Test("Smoke", image, null, ("grep made /first.txt", null));

        BuildResult result = await machine.BuildAsync(sketch, new EventRecorder(), world.From, CacheWorld.Ct, image, test);

        Assert.Equal(0, CacheWorld.RanOf(result));
        Assert.Null(Assert.Single(result.Tests).Failure);
    }

    private static (GraphSketch Sketch, ImageTarget Image) Runs(BuildWorld machine, string? more)
    {
        GraphSketch sketch = machine.Sketch();
        StepRef last = sketch.Run(sketch.Run(sketch.Base(), "echo one > /one"), "echo two > /two");
        return (sketch, sketch.Image("App", more is null ? last : sketch.Run(last, more)));
    }

    private static Task ImageValidationOf(BuildWorld machine, BuildResult result) =>
        BuildKit.Oci.Images.ImageValidation.ValidateAsync(machine.Store, result.Images[0].Manifest, CacheWorld.Ct);
}
