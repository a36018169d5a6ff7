using BuildKit.Engine.Events;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Tests.Store;

public sealed class UnsyncedLayersTests : IDisposable
{
    private const string OtherBoot = "00000000-0000-0000-0000-000000000000\n";

    private readonly string folder = Directory.CreateTempSubdirectory("bk-unsynced-").FullName;

    private StorePaths Paths => new(Path.Combine(folder, "store"));

    public void Dispose() => SnapshotStore.RemoveTree(folder);

    [Fact]
    public async Task A_build_that_made_something_leaves_no_mark()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();

        BuildResult built = await BuildAsync(world);

        Assert.Contains(built.Steps, step => step.Outcome == StepOutcome.Ran);
        Assert.Empty(Directory.EnumerateFiles(world.Store.Paths.Unsynced));
    }

    [Fact]
    public void A_mark_is_there_from_the_first_layer_to_the_end_of_the_build()
    {
        using LocalStore store = LocalStore.Open(Paths);
        Assert.False(store.Unsynced.MayWait());

        store.Unsynced.Begin();
        Assert.Empty(Marks());
        Assert.True(store.Unsynced.MayWait());
        Assert.True(store.Unsynced.MayWait());
        Assert.Single(Marks());
        store.Unsynced.End();

        Assert.Empty(Marks());
        Assert.False(store.Unsynced.MayWait());
    }

    [Fact]
    public void Of_two_builds_in_one_process_the_last_one_takes_the_mark_away()
    {
        using LocalStore store = LocalStore.Open(Paths);
        store.Unsynced.Begin();
        store.Unsynced.Begin();
        Assert.True(store.Unsynced.MayWait());

        store.Unsynced.End();
        Assert.Single(Marks());
        Assert.True(store.Unsynced.MayWait());
        store.Unsynced.End();

        Assert.Empty(Marks());
    }

    [Fact]
    public void The_mark_of_a_killed_process_loses_nothing_and_goes_with_the_next_build_that_syncs()
    {
        using (LocalStore store = LocalStore.Open(Paths))
        {
            Layer("aa", DateTime.UtcNow.AddDays(-2));
            File.WriteAllText(Path.Combine(Paths.Unsynced, "killed"), File.ReadAllText("/proc/sys/kernel/random/boot_id"));
        }

        using LocalStore next = LocalStore.Open(Paths);
        Assert.Equal(["aa"], Layers());
        Assert.Single(Marks());
        next.Unsynced.Begin();
        Assert.True(next.Unsynced.MayWait());
        next.Unsynced.End();

        Assert.Equal(["aa"], Layers());
        Assert.Empty(Marks());
    }

    [Theory]
    [InlineData(OtherBoot)]
    [InlineData("")]
    public void After_a_crash_of_the_machine_the_layers_since_the_mark_are_removed_and_no_others(string mark)
    {
        DateTime crashed = DateTime.UtcNow.AddDays(-365 * 9);
        using (LocalStore.Open(Paths))
        {
            Layer("before", crashed.AddHours(-1));
            Layer("since", crashed.AddSeconds(1));
            Layer("later", crashed.AddHours(1));
            Layer("now", DateTime.UtcNow);
            Layer("empty", crashed.AddHours(-1), content: "");
            Directory.CreateDirectory(Path.Combine(Paths.Layers, "torn"));
            File.WriteAllText(Path.Combine(Paths.Unsynced, "crashed"), mark);
            File.SetLastWriteTimeUtc(Path.Combine(Paths.Unsynced, "crashed"), crashed);
        }

        using LocalStore next = LocalStore.Open(Paths);

        Assert.Equal(["before", "now"], Layers());
        Assert.Empty(Marks());
        Assert.Equal(0, next.Unsynced.Recover());
    }

    [Fact]
    public void The_mark_of_a_process_that_lives_on_another_machine_is_left_alone()
    {
        using LocalStore other = LocalStore.Open(Paths);
        string mark = Path.Combine(Paths.Unsynced, Path.GetFileName(other.ScratchFolder));
        File.WriteAllText(mark, OtherBoot);
        Directory.CreateDirectory(Path.Combine(Paths.Layers, "torn"));

        using LocalStore next = LocalStore.Open(Paths);

        Assert.Equal([mark], Marks());
        Assert.Equal(["torn"], Layers());
    }

    [Fact]
    public async Task Steps_whose_layers_were_removed_after_a_crash_run_again_and_give_the_same_image()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        BuildResult first = await BuildAsync(world);
        foreach (Digest layer in first.Steps.Select(step => step.Layer).OfType<Digest>())
        {
            File.SetLastWriteTimeUtc(world.Store.Snapshots.IndexPath(layer), DateTime.UnixEpoch.AddYears(31));
        }

        string mark = Path.Combine(world.Store.Paths.Unsynced, "crashed");
        File.WriteAllText(mark, OtherBoot);
        File.SetLastWriteTimeUtc(mark, DateTime.UnixEpoch.AddYears(30));
        Assert.NotEqual(0, world.Store.Unsynced.Recover());

        BuildResult again = await BuildAsync(world);

        Assert.Contains(again.Steps, step => step.Outcome == StepOutcome.Ran);
        Assert.Equal(first.Images[0].Manifest, again.Images[0].Manifest);
    }

    private static Task<BuildResult> BuildAsync(BuildWorld world)
    {
        GraphSketch sketch = world.Sketch();
        StepRef one = sketch.Write(sketch.Scratch(), "/one", "1");
        return world.BuildAsync(sketch, sketch.Image("App", sketch.Write(one, "/two", "2")));
    }

    private void Layer(string name, DateTime time, string content = "index")
    {
        string layer = Path.Combine(Paths.Layers, name);
        Directory.CreateDirectory(Path.Combine(layer, "fs"));
        File.WriteAllText(Path.Combine(layer, "index"), content);
        File.SetLastWriteTimeUtc(Path.Combine(layer, "index"), time);
    }

    private string[] Marks() => [.. Directory.EnumerateFiles(Paths.Unsynced)];

    private string[] Layers() => [.. Directory.EnumerateDirectories(Paths.Layers).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
