using BuildKit.Engine.Collection;
using BuildKit.Engine.Events;
using BuildKit.Engine.Store;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using static BuildKit.Engine.Tests.Collection.Collecting;

namespace BuildKit.Engine.Tests.Collection;

public sealed class StoreCollectorTests
{
    private static readonly CollectionPolicy Unused = new(null, null);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_named_or_cached_stays_and_the_next_build_runs_nothing()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        BuildResult first = await BuildAsync(world, "one");

        CollectionReport report = await CollectAsync(world, Unused);
        BuildResult again = await BuildAsync(world, "one");

        Assert.All(report.Removed, kind => Assert.Equal((kind.Name, 0), (kind.Name, kind.Count)));
        Assert.True(report.KeptBytes > 0);
        Assert.All(again.Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
        Assert.Equal(first.Images[0].Manifest, again.Images[0].Manifest);
    }

    [Fact]
    public async Task What_an_image_left_that_is_gone_is_removed_when_its_results_are()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        BuildResult old = await BuildAsync(world, "one");
        Age(world);
        BuildResult now = await BuildAsync(world, "two");

        CollectionReport report = await CollectAsync(world, new CollectionPolicy(null, TimeSpan.FromDays(3)));

        Assert.Equal(2, Count(report, "results"));
        Assert.Equal(2, Count(report, "layers"));
        Assert.False(File.Exists(world.Store.Blobs.PathOf(old.Images[0].Manifest.Digest)));
        Assert.True(report.RemovedBytes > 0);
        await AssertWholeAsync(world, now.Images[0].Manifest);
        Assert.All((await BuildAsync(world, "two")).Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
        Assert.Equal(old.Images[0].Manifest, (await BuildAsync(world, "one")).Images[0].Manifest);
    }

    [Fact]
    public async Task With_nothing_to_keep_named_images_are_left_whole_and_a_build_gives_the_same_digest()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        BuildResult first = await BuildAsync(world, "one");

        CollectionReport report = await CollectAsync(world, new CollectionPolicy(0, null));

        Assert.NotEqual(0, Count(report, "results"));
        Assert.Empty(Directory.EnumerateFiles(world.Store.Paths.Results));
        await AssertWholeAsync(world, first.Images[0].Manifest);
        BuildResult again = await BuildAsync(world, "one");
        Assert.Contains(again.Steps, step => step.Outcome == StepOutcome.Ran);
        Assert.Equal(first.Images[0].Manifest, again.Images[0].Manifest);
    }

    [Fact]
    public async Task What_no_name_and_no_result_needs_goes_though_it_is_young()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        BuildResult built = await BuildAsync(world, "one");
        Assert.True(world.Store.Remove("app"));

        CollectionReport report = await CollectAsync(world, Unused);

        Assert.Equal(2, Count(report, "blobs"));
        Assert.False(File.Exists(world.Store.Blobs.PathOf(built.Images[0].Manifest.Digest)));
        BuildResult again = await BuildAsync(world, "one");
        Assert.All(again.Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
        Assert.Equal(built.Images[0].Manifest, again.Images[0].Manifest);
    }

    [Fact]
    public async Task The_longest_unused_goes_first_and_a_use_makes_young()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        Age(world);
        await BuildAsync(world, "two");
        Age(world);
        await BuildAsync(world, "one");
        long all = (await CollectAsync(world, Unused with { IsDryRun = true })).KeptBytes;

        CollectionReport report = await CollectAsync(world, new CollectionPolicy(all - 1, null));

        Assert.NotEqual(0, Count(report, "results"));
        Assert.InRange(report.KeptBytes, 1, all - 1);
        Assert.All((await BuildAsync(world, "one")).Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
        Assert.Contains((await BuildAsync(world, "two")).Steps, step => step.Outcome == StepOutcome.Ran);
    }

    [Fact]
    public async Task A_base_that_a_build_stands_on_stays_without_a_name()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        Assert.True(world.Store.Remove("base"));
        Assert.True(world.Store.Remove("app"));

        await CollectAsync(world, Unused);

        Assert.All((await BuildAsync(world, "one")).Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
        await AssertWholeAsync(world, world.BaseImage);
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_removes_nothing()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        string[] before = Everything(world);

        CollectionReport would = await CollectAsync(world, new CollectionPolicy(0, null) { IsDryRun = true });
        Assert.Equal(before, Everything(world));
        CollectionReport did = await CollectAsync(world, new CollectionPolicy(0, null));

        Assert.Equal(would.Removed, did.Removed);
        Assert.NotEqual(before, Everything(world));
    }

    [Fact]
    public async Task While_another_has_the_store_open_nothing_is_removed_and_the_error_says_why()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        string[] before = Everything(world);
        using (LocalStore.Open(world.Store.Paths))
        {
            var failure = await Assert.ThrowsAsync<BuildKitException>(() => CollectAsync(world, new CollectionPolicy(0, null) { Patience = TimeSpan.Zero }));

            Assert.Equal(ExecutionErrorCodes.StoreInUse, failure.Code);
            Assert.Equal(before, Everything(world));
        }

        Assert.NotEqual(0, Count(await CollectAsync(world, new CollectionPolicy(0, null)), "results"));
    }

    [Fact]
    public async Task Without_its_memory_of_what_is_used_nothing_is_removed()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        world.Reopen();
        Array.ForEach(Directory.GetFiles(world.Store.Paths.Root, "index.db*"), File.Delete);
        Directory.CreateDirectory(world.Store.Paths.Index);
        string[] before = Everything(world);

        var failure = await Assert.ThrowsAsync<BuildKitException>(() => CollectAsync(world, new CollectionPolicy(0, null)));

        Assert.Equal(ExecutionErrorCodes.StoreUnusable, failure.Code);
        Assert.Equal(before, Everything(world));
        Directory.Delete(world.Store.Paths.Index);
    }

    [Fact]
    public async Task Whoever_opens_the_store_meanwhile_waits_and_then_finds_it_whole()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        Task<LocalStore>? other = null;

        // A program that another test is starting has the files of locks open for a moment.
        bool wasAlone = await world.Store.Use.TryAloneAsync(
            _ =>
            {
                other = Task.Run(() => LocalStore.Open(world.Store.Paths));
                Assert.False(other.IsCompleted);
                return Task.CompletedTask;
            }, () => { }, TimeSpan.FromSeconds(30), Ct);

        Assert.True(wasAlone);
        using LocalStore opened = await other!;
        Assert.False(await world.Store.Use.TryAloneAsync(_ => throw new InvalidOperationException("The store is in use."), () => { }, TimeSpan.Zero, Ct));
    }

    [Fact]
    public async Task A_collection_killed_in_the_middle_leaves_results_without_layers_at_worst_and_a_build_that_is_right()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        BuildResult first = await BuildAsync(world, "one");

        // What is moved first is what points at the rest: here some layers are gone and their results are not, which is worse than any kill leaves.
        foreach (string layer in Directory.GetDirectories(world.Store.Paths.Layers).Take(2))
        {
            Directory.Move(layer, world.Store.Temporary.NewPath("collected"));
        }

        world.Reopen();

        Assert.Equal(first.Images[0].Manifest, (await BuildAsync(world, "one")).Images[0].Manifest);
        Assert.Equal([world.Store.Temporary.Own], Directory.GetDirectories(world.Store.Paths.Temporary));
    }
}
