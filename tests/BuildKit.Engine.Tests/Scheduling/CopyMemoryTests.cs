using BuildKit.Engine.Events;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Engine.Tests.Scheduling;

public sealed class CopyMemoryTests
{
    [Fact]
    public async Task A_copy_of_files_whose_times_are_settled_is_remembered_and_gives_the_same_image()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        (GraphSketch sketch, ImageTarget image) = Sketch(world);
        Settle(world);
        BuildResult first = await world.BuildAsync(sketch, image);
        Assert.Single(Remembered(world));

        BuildResult second = await world.BuildAsync(sketch, image);

        Assert.All(second.Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
        Assert.Equal(first.Images[0].Manifest, second.Images[0].Manifest);
        Assert.Single(Remembered(world));
    }

    [Fact]
    public async Task Files_that_could_yet_change_unseen_are_not_remembered()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        (GraphSketch sketch, ImageTarget image) = Sketch(world);
        File.SetLastWriteTimeUtc(Path.Combine(world.Context, "src/b.txt"), DateTime.UtcNow.AddDays(1));

        await world.BuildAsync(sketch, image);

        Assert.Empty(Remembered(world));
    }

    [Theory]
    [InlineData("content")]
    [InlineData("mode")]
    [InlineData("name")]
    [InlineData("link")]
    [InlineData("ignored")]
    [InlineData("gone")]
    public async Task What_changes_in_the_context_after_a_copy_was_remembered_is_seen(string change)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        (GraphSketch sketch, ImageTarget image) = Sketch(world);
        Settle(world);
        BuildResult first = await world.BuildAsync(sketch, image);
        Assert.Single(Remembered(world));

        Change(world, change);
        Settle(world);
        BuildResult changed = await world.BuildAsync(sketch, image);
        BuildResult again = await world.BuildAsync(sketch, image);

        Assert.NotEqual(first.Images[0].Manifest, changed.Images[0].Manifest);
        Assert.Equal(changed.Images[0].Manifest, again.Images[0].Manifest);
        using BuildWorld clean = await BuildWorld.CreateAsync();
        CopyContext(world.Context, clean.Context);
        Assert.Equal(changed.Images[0].Manifest, (await clean.BuildAsync(sketch, image)).Images[0].Manifest);
    }

    [Fact]
    public async Task A_remembered_copy_whose_layer_is_gone_is_made_again()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        (GraphSketch sketch, ImageTarget image) = Sketch(world);
        Settle(world);
        BuildResult first = await world.BuildAsync(sketch, image);
        Assert.Single(Remembered(world));

        BuildResult again = await world.BuildAsync(sketch, new EventRecorder(), noCache: true, image);

        Assert.Contains(again.Steps, step => step.Outcome == StepOutcome.Ran);
        Assert.Equal(first.Images[0].Manifest, again.Images[0].Manifest);
    }

    [Fact]
    public async Task An_owner_by_name_is_remembered_with_the_parent_that_knows_it()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("src/a.txt", "a");
        Settle(world);
        BuildResult one = await BuildAsync("app:x:1000:1000::/:/bin/sh\n");
        BuildResult other = await BuildAsync("app:x:2000:1000::/:/bin/sh\n");
        BuildResult back = await BuildAsync("app:x:1000:1000::/:/bin/sh\n");

        Assert.NotEqual(one.Images[0].Manifest, other.Images[0].Manifest);
        Assert.Equal(one.Images[0].Manifest, back.Images[0].Manifest);
        Assert.Equal(2, Remembered(world).Count);

        Task<BuildResult> BuildAsync(string users)
        {
            GraphSketch sketch = world.Sketch();
            return world.BuildAsync(sketch, sketch.Image("App", sketch.Copy(sketch.Write(sketch.Base(), "/etc/passwd", users), "src", "/app", owner: "app")));
        }
    }

    [Fact]
    public async Task A_copy_from_a_stage_is_remembered_for_the_layers_it_was_planned_on()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        BuildResult first = await BuildAsync(world, "one", "/app/other");
        BuildResult again = await BuildAsync(world, "one", "/app/other");
        BuildResult otherSource = await BuildAsync(world, "two", "/app/other");
        BuildResult otherParent = await BuildAsync(world, "one", "/elsewhere");
        BuildResult madeAgain = await BuildAsync(world, "one", "/app/other", noCache: true);

        Assert.All(again.Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
        Assert.Equal(first.Images[0].Manifest, again.Images[0].Manifest);
        Assert.Equal(first.Images[0].Manifest, madeAgain.Images[0].Manifest);
        foreach ((BuildResult built, string content, string place) in new[] { (otherSource, "two", "/app/other"), (otherParent, "one", "/elsewhere") })
        {
            using BuildWorld clean = await BuildWorld.CreateAsync();
            Assert.NotEqual(first.Images[0].Manifest, built.Images[0].Manifest);
            Assert.Equal((await BuildAsync(clean, content, place)).Images[0].Manifest, built.Images[0].Manifest);
        }

        static Task<BuildResult> BuildAsync(BuildWorld world, string content, string place, bool noCache = false)
        {
            GraphSketch sketch = world.Sketch();
            StepRef source = sketch.Write(sketch.Scratch(), "/out/app", content);
            StepRef parent = sketch.Write(sketch.Scratch(), place, "other");
            ImageTarget image = sketch.Image("App", sketch.Copy(parent, "/out", "/app", from: source));
            return world.BuildAsync(sketch, new EventRecorder(), noCache, image);
        }
    }

    private static (GraphSketch Sketch, ImageTarget Image) Sketch(BuildWorld world)
    {
        world.WriteContext("src/a.txt", "first");
        world.WriteContext("src/b.txt", "second");
        GraphSketch sketch = world.Sketch();
        StepRef copied = sketch.Copy(sketch.Scratch(), "src", "/src");
        return (sketch, sketch.Image("App", copied));
    }

    private static List<KeyValuePair<byte[], byte[]>> Remembered(BuildWorld world) => world.Store.Index.GetAll("copy:1:" + world.Context);

    private static void Change(BuildWorld world, string change)
    {
        string file = Path.Combine(world.Context, "src/a.txt");
        switch (change)
        {
            case "content":
                DateTime before = File.GetLastWriteTimeUtc(file);
                File.WriteAllText(file, "FIRST");
                File.SetLastWriteTimeUtc(file, before);
                break;
            case "mode":
                File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserExecute);
                break;
            case "name":
                File.Move(file, Path.Combine(world.Context, "src/c.txt"));
                break;
            case "link":
                File.CreateSymbolicLink(Path.Combine(world.Context, "src/link"), "a.txt");
                break;
            case "ignored":
                world.WriteContext(".buildignore", "src/b.txt\n");
                break;
            case "gone":
                File.Delete(file);
                break;
        }
    }

    // Until the filesystem's clock is so far ahead of all files that a build takes their times for settled.
    private static void Settle(BuildWorld world)
    {
        string clock = Path.Combine(world.Folder, "clock");
        File.WriteAllText(clock, "");
        DateTime start = File.GetLastWriteTimeUtc(clock);
        do
        {
            File.WriteAllText(clock, "x");
        }
        while (File.GetLastWriteTimeUtc(clock) < start.AddMilliseconds(60));
    }

    private static void CopyContext(string from, string to)
    {
        using var copy = System.Diagnostics.Process.Start("cp", ["-a", from + "/.", to]);
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
    }
}
