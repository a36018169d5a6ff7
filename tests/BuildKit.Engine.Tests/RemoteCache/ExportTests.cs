using BuildKit.Engine.Events;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Tests.Repositories;

namespace BuildKit.Engine.Tests.RemoteCache;

public sealed class ExportTests
{
    [Fact]
    public async Task What_the_cache_knows_is_not_sent_again_and_nothing_is_written()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        BuildWorld machine = await world.MachineAsync();
        BuildRequest To(BuildRequest request) => request with { CacheTo = new CacheExport(world.Place, true) };
        var first = new EventRecorder();
        await CacheWorld.BuildAsync(machine, first, To);
        Assert.True(first.Events.OfType<CacheExported>().Single().MovedBytes > 0);
        world.Server.Forget();
        var second = new EventRecorder();

        await CacheWorld.BuildAsync(machine, second, To);

        Assert.Equal((0, 5), second.Events.OfType<CacheExported>().Select(exported => (exported.MovedBytes, exported.Steps)).Single());
        Assert.All(world.Server.Requests, request => Assert.True(request.Method is "GET" or "HEAD"));
    }

    [Fact]
    public async Task A_second_build_adds_to_what_is_there_and_sends_only_what_is_new()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        BuildResult made = await world.FillAsync();
        BuildWorld machine = await world.MachineAsync();
        var events = new EventRecorder();

        await CacheWorld.BuildAsync(machine, events, request => world.From(request) with { CacheTo = new CacheExport(world.Place, true) }, text: "other");

        // Of the copy of the context, which both have, nothing is sent, and nothing of the base: four layers, the indexes of three that are read, and the records.
        Assert.Equal(9, (await world.ReadAsync()).Entries.Length);
        Assert.Equal(4 + 3 + 1, world.Server.Requests.Count(request => request.IsUpload));
        BuildResult again = await CacheWorld.BuildAsync(await world.MachineAsync(), new EventRecorder(), world.From);
        Assert.Equal((0, made.Images[0].Manifest), (CacheWorld.RanOf(again), again.Images[0].Manifest));
    }

    [Fact]
    public async Task Two_builds_that_write_at_once_leave_a_cache_that_is_whole()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        BuildWorld[] machines = [await world.MachineAsync(), await world.MachineAsync()];
        string[] texts = ["one", "two"];

        await Task.WhenAll(machines.Zip(texts, (machine, text) => Task.Run(
            () => CacheWorld.BuildAsync(machine, new EventRecorder(), request => request with { CacheTo = new CacheExport(world.Place, true) }, text), CacheWorld.Ct)));

        CacheContent content = await world.ReadAsync();
        await ImageValidation.ValidateAsync(world.Repository, content.Manifest!, CacheWorld.Ct);
        Assert.InRange(content.Entries.Length, 5, 9);

        // Whichever was overwritten adds its steps again.
        foreach ((BuildWorld machine, string text) in machines.Zip(texts))
        {
            await CacheWorld.BuildAsync(machine, new EventRecorder(), request => request with { CacheTo = new CacheExport(world.Place, true) }, text);
        }

        Assert.Equal(9, (await world.ReadAsync()).Entries.Length);
    }

    [Fact]
    public async Task A_damaged_cache_is_written_anew()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        ManifestDocument manifest = await world.Repository.ReadManifestAsync((await world.ReadAsync()).Manifest!, CacheWorld.Ct);
        world.Damage(manifest.Children[1].Digest);

        await world.FillAsync(text: "other");

        Assert.Equal(5, (await world.ReadAsync()).Entries.Length);
    }

    [Fact]
    public async Task A_layer_that_the_registry_has_removed_leaves_the_cache_with_its_record()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await world.FillAsync();
        CacheEntry gone = CacheWorld.EntryOf(await world.ReadAsync(), "/first.txt");
        await world.RemoveAsync(gone.Blob!.Digest);

        await world.FillAsync(text: "other");

        CacheContent content = await world.ReadAsync();
        Assert.DoesNotContain(gone.Record.Key, content.Entries.Select(entry => entry.Record.Key));
        Assert.Equal(8, content.Entries.Length);
    }

    [Fact]
    public async Task An_image_under_the_tag_stays_what_it_is()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        Descriptor image = await SampleImage.WriteAsync(world.Repository, "text", CacheWorld.Ct);
        await world.Repository.TagAsync(image, "main", CacheWorld.Ct);
        var events = new EventRecorder();

        BuildResult result = await CacheWorld.BuildAsync(await world.MachineAsync(), events, request => request with { CacheTo = new CacheExport(world.Place, true) });

        Assert.Equal([ExecutionErrorCodes.CacheNotWritten], CacheWorld.WarningsOf(events));
        Assert.Equal(image.Digest, (await world.Repository.ResolveAsync("main", CacheWorld.Ct))?.Digest);
        Assert.Single(result.Images);
    }

    [Fact]
    public async Task A_registry_that_takes_no_writes_fails_no_build()
    {
        await using CacheWorld world = await CacheWorld.StartAsync(readOnly: true);
        var events = new EventRecorder();

        BuildResult result = await CacheWorld.BuildAsync(await world.MachineAsync(), events, request => request with { CacheTo = new CacheExport(world.Place, true) });

        Assert.Equal([ExecutionErrorCodes.CacheNotWritten], CacheWorld.WarningsOf(events));
        Assert.Single(result.Images);
    }
}
