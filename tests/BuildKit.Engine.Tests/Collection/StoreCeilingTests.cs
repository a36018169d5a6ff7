using BuildKit.Engine.Collection;
using BuildKit.Engine.Events;
using BuildKit.Engine.Store;
using BuildKit.Engine.Tests.Scheduling;
using static BuildKit.Engine.Tests.Collection.Collecting;

namespace BuildKit.Engine.Tests.Collection;

/// <summary>A store that is kept below a size by itself.</summary>
public sealed class StoreCeilingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Below_it_nothing_happens()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        Assert.True(world.Store.Remove("app"));
        string[] before = Everything(world);

        Assert.Null(await new StoreCeiling(world.Store, 1L << 30).KeepAsync(Ct));

        Assert.Equal(before, Everything(world));
    }

    [Fact]
    public async Task Above_it_what_was_not_used_for_longest_goes_and_what_was_just_built_stays()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        Age(world);
        BuildResult two = await BuildAsync(world, "two");
        long all = (await CollectAsync(world, new CollectionPolicy(null, null) { IsDryRun = true })).KeptBytes;

        CollectionReport? report = await new StoreCeiling(world.Store, all - 1).KeepAsync(Ct);

        Assert.NotNull(report);
        Assert.InRange(report.KeptBytes, 1, all - 1);
        BuildResult again = await BuildAsync(world, "two");
        Assert.All(again.Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
        Assert.Equal(two.Images[0].Manifest, again.Images[0].Manifest);
        Assert.Null(await new StoreCeiling(world.Store, all).KeepAsync(Ct));
    }

    [Fact]
    public async Task While_others_use_the_store_it_is_left_to_a_later_build()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        using LocalStore other = LocalStore.Open(world.Store.Paths);
        string[] before = Everything(world);

        Assert.Null(await new StoreCeiling(world.Store, 1).KeepAsync(Ct));

        Assert.Equal(before, Everything(world));
    }

    [Fact]
    public async Task Where_named_images_alone_are_too_much_their_results_stay()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");

        CollectionReport? report = await new StoreCeiling(world.Store, 1).KeepAsync(Ct);

        Assert.NotNull(report);
        Assert.Equal(0, Count(report, "results"));
        Assert.True(report.KeptBytes > 1);
        Assert.All((await BuildAsync(world, "one")).Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
    }

    [Fact]
    public async Task What_it_knows_of_sizes_is_what_is_there()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world, "one");
        Assert.Null(await new StoreCeiling(world.Store, 1L << 30).KeepAsync(Ct));
        long known = (await CollectAsync(world, new CollectionPolicy(null, null) { IsDryRun = true })).KeptBytes;

        world.Store.Index.RemoveAll([(SizeMemory.Space, null)]);

        Assert.Equal(known, (await CollectAsync(world, new CollectionPolicy(null, null) { IsDryRun = true })).KeptBytes);
    }
}
