using BuildKit.Engine.Events;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Tests.Registries;
using BuildKit.Tests.Repositories;

namespace BuildKit.Engine.Tests.RemoteCache;

/// <summary>Whatever is wrong with a cache, the build has the layers that it would have without, and says so once.</summary>
public sealed class DamageTests
{
    [Fact]
    public async Task Records_with_other_bytes_are_not_used()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        ManifestDocument manifest = await world.Repository.ReadManifestAsync((await world.ReadAsync()).Manifest!, CacheWorld.Ct);
        world.Damage(manifest.Children[1].Digest);

        await RunsEverythingAsync(world, ExecutionErrorCodes.CacheDamaged);
    }

    [Fact]
    public async Task A_layer_with_other_bytes_is_made_again_and_the_others_are_used()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        CacheEntry damaged = CacheWorld.EntryOf(await world.ReadAsync(), "/first.txt");
        world.Damage(damaged.Blob!.Digest);
        BuildWorld machine = await world.MachineAsync();
        var events = new EventRecorder();

        BuildResult result = await CacheWorld.BuildAsync(machine, events, world.From);

        // The step of chance gives another layer, so the run behind it runs as well.
        Assert.Equal([ExecutionErrorCodes.CacheDamaged], CacheWorld.WarningsOf(events));
        Assert.Equal(2, CacheWorld.RanOf(result));
        Assert.Equal("made\n", await CacheWorld.ReadFileAsync(machine, result, "first.txt"));
        await ImageValidation.ValidateAsync(machine.Store, result.Images[0].Manifest, CacheWorld.Ct);
    }

    [Fact]
    public async Task A_record_that_names_the_blob_of_another_layer_is_not_used()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        CacheContent content = await world.ReadAsync();
        CacheEntry[] entries = [.. content.Entries];
        CacheEntry[] mixed = [.. entries.Select((entry, i) => entry with { Blob = entries[(i + 1) % entries.Length].Blob })];
        await CacheArtifact.WriteAsync(new CachePlace(world.Repository, "main"), content with { Entries = [.. mixed] }, CacheWorld.Ct);

        await RunsEverythingAsync(world, ExecutionErrorCodes.CacheDamaged);
    }

    [Fact]
    public async Task A_record_under_the_key_of_another_step_is_not_used()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        CacheContent content = await world.ReadAsync();
        CacheEntry[] entries = [.. content.Entries];
        CacheEntry[] mixed = [.. entries.Select((entry, i) => entry with { Record = entry.Record with { Key = entries[(i + 1) % entries.Length].Record.Key } })];
        await CacheArtifact.WriteAsync(new CachePlace(world.Repository, "main"), content with { Entries = [.. mixed] }, CacheWorld.Ct);

        await RunsEverythingAsync(world, ExecutionErrorCodes.CacheDamaged);
    }

    [Fact]
    public async Task An_image_under_the_tag_is_no_cache()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        Descriptor image = await SampleImage.WriteAsync(world.Repository, "text", CacheWorld.Ct);
        await world.Repository.TagAsync(image, "main", CacheWorld.Ct);

        await RunsEverythingAsync(world, ExecutionErrorCodes.CacheForeign);
    }

    [Fact]
    public async Task A_cache_of_a_newer_version_is_left_alone()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        byte[] empty = "{}"u8.ToArray();
        Descriptor config = await world.Repository.WriteBytesAsync(MediaTypes.OciEmpty, empty, CacheWorld.Ct);
        byte[] manifest = ImageManifestJson.Write(new ImageManifest(MediaTypes.OciManifest, config, [config]) { ArtifactType = "application/vnd.buildkit.cache.v2+json" });
        Descriptor written = await world.Repository.WriteBytesAsync(MediaTypes.OciManifest, manifest, CacheWorld.Ct);
        await world.Repository.TagAsync(written, "main", CacheWorld.Ct);

        await RunsEverythingAsync(world, ExecutionErrorCodes.CacheTooNew);
    }

    [Fact]
    public async Task A_cache_that_is_not_there_yet_is_said_once()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await RunsEverythingAsync(world, ExecutionErrorCodes.CacheMissing);
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_is_said_once()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        world.Server.Rule = _ => new Fault { CutRequest = true };

        await RunsEverythingAsync(world, ExecutionErrorCodes.CacheUnreachable);
    }

    [Fact]
    public async Task A_registry_that_ends_before_a_layer_is_wanted_is_done_without()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        BuildWorld machine = await world.MachineAsync();
        await CacheWorld.BuildAsync(machine, new EventRecorder(), world.From);
        await world.KillRegistryAsync();
        machine.Reopen();
        (GraphSketch sketch, ImageTarget image) = CacheWorld.Sketch(machine);
        StepRef more = sketch.Copy(image.Variants[0].Result, "/out/stage.txt", "/more.txt", from: new StepRef(1));
        var events = new EventRecorder();

        // All but the last step is known from the build before, though the layer of the stage never came.
        BuildResult result = await machine.BuildAsync(sketch, events, world.From, CacheWorld.Ct, sketch.Image("More", more));

        Assert.Equal([ExecutionErrorCodes.CacheUnreachable], CacheWorld.WarningsOf(events));
        Assert.Equal(2, CacheWorld.RanOf(result));
        Assert.Equal("made\n", await CacheWorld.ReadFileAsync(machine, result, "more.txt"));
    }

    [Fact]
    public async Task A_registry_that_goes_away_half_way_is_not_asked_again()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        BuildResult made = await world.FillAsync();
        int read = 0;

        // The records and a few of the blobs arrive, then nothing more.
        world.Server.Rule = request => request.IsBlobRead && Interlocked.Increment(ref read) > 4 ? new Fault { CutRequest = true } : null;
        BuildWorld machine = await world.MachineAsync();
        var events = new EventRecorder();

        BuildResult result = await CacheWorld.BuildAsync(machine, events, world.From);

        Assert.Equal([ExecutionErrorCodes.CacheUnreachable], CacheWorld.WarningsOf(events));
        Assert.InRange(CacheWorld.RanOf(result), 1, 5);
        Assert.Equal("made\n", await CacheWorld.ReadFileAsync(machine, result, "app/stage.txt"));
        Assert.Equal(made.Images[0].Manifest.MediaType, result.Images[0].Manifest.MediaType);
        await ImageValidation.ValidateAsync(machine.Store, result.Images[0].Manifest, CacheWorld.Ct);
        Assert.All(events.Events.OfType<StepCompleted>(), end => Assert.True(end.Outcome is StepOutcome.Ran or StepOutcome.Cached));
    }

    [Fact]
    public async Task A_layer_that_is_missed_late_is_made_again()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        CacheEntry stage = CacheWorld.EntryOf(await world.ReadAsync(), "/out/stage.txt");
        world.Server.Rule = request => request.IsBlobRead && request.Path.EndsWith(stage.Blob!.Digest.Hex, StringComparison.Ordinal) ? Fault.Answer(404) : null;
        BuildWorld machine = await world.MachineAsync();
        (GraphSketch sketch, ImageTarget image) = CacheWorld.Sketch(machine);
        StepRef more = sketch.Copy(image.Variants[0].Result, "/out/stage.txt", "/more.txt", from: new StepRef(1));
        var events = new EventRecorder();

        // The stage is known until the new step wants its file.
        BuildResult result = await machine.BuildAsync(sketch, events, world.From, CacheWorld.Ct, sketch.Image("More", more));

        Assert.Equal([ExecutionErrorCodes.CacheDamaged], CacheWorld.WarningsOf(events));
        Assert.Equal(2, CacheWorld.RanOf(result));
        Assert.Equal([StepOutcome.Cached, StepOutcome.Ran], events.Events.OfType<StepCompleted>().Where(end => end.Step == new StepRef(1)).Select(end => end.Outcome));
        Assert.Equal("made\n", await CacheWorld.ReadFileAsync(machine, result, "more.txt"));
    }

    [Fact]
    public async Task Without_the_index_of_a_layer_the_layer_itself_is_read()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        BuildResult made = await world.FillAsync();
        foreach (CacheTree tree in (await world.ReadAsync()).Trees)
        {
            world.Damage(tree.Blob.Digest);
        }

        BuildWorld machine = await world.MachineAsync();
        var events = new EventRecorder();
        BuildResult result = await CacheWorld.BuildAsync(machine, events, world.From);

        Assert.Equal([ExecutionErrorCodes.CacheDamaged], CacheWorld.WarningsOf(events));
        Assert.Equal(0, CacheWorld.RanOf(result));
        Assert.Equal(made.Images[0].Manifest, result.Images[0].Manifest);
    }

    private static async Task RunsEverythingAsync(CacheWorld world, string code)
    {
        BuildWorld machine = await world.MachineAsync();
        var events = new EventRecorder();

        BuildResult result = await CacheWorld.BuildAsync(machine, events, world.From);

        Assert.Equal([code], CacheWorld.WarningsOf(events));
        Assert.Equal(5, CacheWorld.RanOf(result));
        Assert.Equal("made\n", await CacheWorld.ReadFileAsync(machine, result, "first.txt"));
        await ImageValidation.ValidateAsync(machine.Store, result.Images[0].Manifest, CacheWorld.Ct);
    }
}
