using BuildKit.Engine.Collection;
using BuildKit.Engine.Events;
using BuildKit.Engine.Store;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using static BuildKit.Engine.Tests.Collection.Collecting;

namespace BuildKit.Engine.Tests.Collection;

/// <summary>Collections that meet others, damage, and stores of older versions.</summary>
public sealed class CollectionFaultTests
{
    private static readonly CollectionPolicy Unused = new(null, null);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_collections_at_once_wait_for_each_other()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        LocalStore first = LocalStore.Open(world.Store.Paths);
        var entered = new TaskCompletionSource();
        var go = new TaskCompletionSource();

        Task<bool> alone = first.Use.TryAloneAsync(_ => Holding(), () => { }, TimeSpan.FromSeconds(30), Ct);
        await Task.Delay(100, Ct);
        Task<CollectionReport> second = CollectAsync(world, new CollectionPolicy(0, null) { Patience = TimeSpan.FromSeconds(30) });
        await entered.Task;
        await Task.Delay(100, Ct);
        Assert.False(second.IsCompleted);
        go.SetResult();

        Assert.True(await alone);
        first.Dispose();
        Assert.NotEqual(0, Count(await second, "results"));

        async Task Holding()
        {
            entered.SetResult();
            await go.Task;
        }
    }

    [Fact]
    public async Task A_build_on_the_same_object_is_not_collected_around()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "until [ -e /cache/go ]; do sleep 0.02; done", new RunOptions { Mounts = [new CacheMount("/cache", "gate", CacheSharing.Shared)] });
        Task<BuildResult> build = world.BuildAsync(sketch, sketch.Image("App", run));
        string? cache = null;
        while (cache is null)
        {
            await Task.Delay(20, Ct);
            cache = Directory.EnumerateDirectories(world.Store.Paths.Caches, "*-*", SearchOption.AllDirectories).FirstOrDefault();
        }

        var failure = await Assert.ThrowsAsync<BuildKitException>(() => CollectAsync(world, new CollectionPolicy(0, null) { Patience = TimeSpan.FromMilliseconds(1) }));
        await File.WriteAllTextAsync(Path.Combine(cache, "go"), "", Ct);

        Assert.Equal(ExecutionErrorCodes.StoreInUse, failure.Code);
        Assert.Contains((await build).Steps, step => step.Outcome == StepOutcome.Ran);
    }

    [Fact]
    public async Task While_a_name_cannot_be_read_nothing_is_removed()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        File.WriteAllText(Directory.GetFiles(world.Store.Paths.Names)[0], "{");
        string[] before = Everything(world);

        var failure = await Assert.ThrowsAsync<BuildKitException>(() => CollectAsync(world, new CollectionPolicy(0, null)));

        Assert.Equal(ExecutionErrorCodes.NameUnreadable, failure.Code);
        Assert.Equal(before, Everything(world));
    }

    [Fact]
    public async Task A_base_whose_use_was_never_noted_counts_as_used_today()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        Assert.True(world.Store.Remove("base"));
        Assert.True(world.Store.Remove("app"));
        Forget(world, since: true);

        CollectionReport first = await CollectAsync(world, new CollectionPolicy(null, TimeSpan.FromDays(3)));

        Assert.Equal(2, Count(first, "blobs"));
        await AssertWholeAsync(world, world.BaseImage);
        Assert.NotNull(world.Store.Index.Get(UsedBases.Space, world.BaseImage.Digest.ToString()));

        // From here on every use is noted, so what has none was not used.
        Forget(world, since: false);
        await CollectAsync(world, Unused);
        Assert.False(File.Exists(world.Store.Blobs.PathOf(world.BaseImage.Digest)));
    }

    [Fact]
    public async Task A_build_that_finds_everything_notes_the_use_of_its_base()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        Forget(world, since: false);

        Assert.All((await BuildAsync(world, "one")).Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));

        Assert.NotNull(world.Store.Index.Get(UsedBases.Space, world.BaseImage.Digest.ToString()));
    }

    [Fact]
    public async Task The_index_forgets_what_is_gone_and_nothing_else()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        BuildResult built = await BuildAsync(world, "one");
        string gone = Digest.Of("gone"u8).ToString();
        byte[] blob = DescriptorFile.Format(null, new Descriptor(MediaTypes.OciLayerGzip, Digest.Of("gone"u8), 4));
        foreach (string space in new[] { "packed", "offered", "tree", "base", "gzip:1.0" })
        {
            world.Store.Index.Put(space, gone, blob);
        }

        world.Store.Index.Put("file:/no/such/folder", "a", [1]);
        world.Store.Index.Put("place:/no/such/folder", "a", [1]);
        world.Store.Index.Put("copy:0:" + world.Context, "a", [1]);
        world.Store.Index.Put("file:" + world.Context, "a", [1]);
        string[] before = [.. world.Store.Index.Spaces().Where(space => !space.Contains("/no/such", StringComparison.Ordinal) && !space.StartsWith("copy:0", StringComparison.Ordinal))];

        await CollectAsync(world, Unused);

        foreach (string space in world.Store.Index.Spaces())
        {
            Assert.Null(world.Store.Index.Get(space, gone));
        }

        Assert.Equal(before.Except(["packed", "offered", "tree", "gzip:1.0"]).Append("size"), world.Store.Index.Spaces());
        Assert.All((await BuildAsync(world, "one")).Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
        Assert.NotEmpty(built.Images);
    }

    [Fact]
    public async Task A_cache_mount_goes_by_its_own_age()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef old = sketch.Run(sketch.Base(), "echo old > /old/a", new RunOptions { Mounts = [new CacheMount("/old", "old", CacheSharing.Shared)] });
        StepRef young = sketch.Run(old, "echo young > /young/a", new RunOptions { Mounts = [new CacheMount("/young", "young", CacheSharing.Shared)] });
        await world.BuildAsync(sketch, sketch.Image("App", young));
        string aged = Path.Combine(world.Store.Paths.Caches, Digest.Of("old"u8).Hex);
        Directory.SetLastWriteTimeUtc(aged, DateTime.UtcNow.AddDays(-5));

        CollectionReport report = await CollectAsync(world, new CollectionPolicy(null, TimeSpan.FromDays(3)));

        Assert.Equal((1, 4L), (Count(report, "caches"), report.Removed.Single(kind => kind.Name == "caches").Bytes));
        Assert.Equal([Path.Combine(world.Store.Paths.Caches, Digest.Of("young"u8).Hex)], Directory.GetDirectories(world.Store.Paths.Caches));
    }

    [Fact]
    public async Task What_goes_while_a_dry_run_looks_is_passed_over()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        using var stop = new CancellationTokenSource();
        Task changes = Task.Run(() =>
        {
            for (int number = 0; !stop.IsCancellationRequested; number = (number + 1) % 50)
            {
                string hex = Digest.Of([(byte)number]).Hex;
                string cache = Path.Combine(world.Store.Paths.Caches, hex, "0-0", "deep");
                Directory.CreateDirectory(cache);
                File.WriteAllText(Path.Combine(cache, "a"), "a");
                File.WriteAllText(Path.Combine(world.Store.Paths.Results, hex), "{}");
                Directory.CreateDirectory(Path.Combine(world.Store.Paths.Layers, hex));
                string blob = Path.Combine(world.Store.Paths.Blobs, "sha256", hex);
                File.WriteAllText(blob, "{}");
                File.Delete(blob);
                Directory.Delete(Path.Combine(world.Store.Paths.Layers, hex));
                File.Delete(Path.Combine(world.Store.Paths.Results, hex));
                Directory.Delete(Path.Combine(world.Store.Paths.Caches, hex), recursive: true);
            }
        }, Ct);

        for (int round = 0; round < 100; round++)
        {
            await CollectAsync(world, new CollectionPolicy(0, null) { IsDryRun = true });
        }

        await stop.CancelAsync();
        await changes;
    }

    // As a store is in which an older version worked, or whose index was lost.
    private static void Forget(BuildWorld world, bool since) => world.Store.Index.RemoveAll(since ? [(UsedBases.Space, null), ("made", null)] : [(UsedBases.Space, null)]);
}
