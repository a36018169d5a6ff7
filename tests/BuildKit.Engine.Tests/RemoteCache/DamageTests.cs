using BuildKit.Engine.Events;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Tests.Scheduling;
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
        CacheEntry damaged = (await world.ReadAsync()).Entries.First(entry => entry.Record.Frames.Any(frame => frame.Value.Contains("/first.txt", StringComparison.Ordinal)));
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
        CacheEntry[] entries = [.. (await world.ReadAsync()).Entries];
        CacheEntry[] mixed = [.. entries.Select((entry, i) => entry with { Blob = entries[(i + 1) % entries.Length].Blob })];
        await CacheArtifact.WriteAsync(new CachePlace(world.Repository, "main"), [.. mixed], CacheWorld.Ct);

        await RunsEverythingAsync(world, ExecutionErrorCodes.CacheDamaged);
    }

    [Fact]
    public async Task A_record_under_the_key_of_another_step_is_not_used()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        CacheEntry[] entries = [.. (await world.ReadAsync()).Entries];
        CacheEntry[] mixed = [.. entries.Select((entry, i) => entry with { Record = entry.Record with { Key = entries[(i + 1) % entries.Length].Record.Key } })];
        await CacheArtifact.WriteAsync(new CachePlace(world.Repository, "main"), [.. mixed], CacheWorld.Ct);

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
    public async Task A_registry_that_goes_away_half_way_is_not_asked_again()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        BuildResult made = await world.FillAsync();
        int read = 0;

        // The records and one layer arrive, then nothing more.
        world.Server.Rule = request => request.IsBlobRead && Interlocked.Increment(ref read) > 2 ? new Fault { CutRequest = true } : null;
        BuildWorld machine = await world.MachineAsync();
        var events = new EventRecorder();

        BuildResult result = await CacheWorld.BuildAsync(machine, events, world.From);

        Assert.Equal([ExecutionErrorCodes.CacheUnreachable], CacheWorld.WarningsOf(events));
        Assert.Single(result.Steps, step => step.Remote is not null);
        Assert.Equal("made\n", await CacheWorld.ReadFileAsync(machine, result, "app/stage.txt"));
        Assert.Equal(made.Images[0].Manifest.MediaType, result.Images[0].Manifest.MediaType);
        await ImageValidation.ValidateAsync(machine.Store, result.Images[0].Manifest, CacheWorld.Ct);
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
