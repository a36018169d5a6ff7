using BuildKit.Engine.Events;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Engine.Tests.Scheduling;

public sealed class CachingTests
{
    [Fact]
    public async Task A_base_a_copy_and_a_run_give_an_image_with_what_the_run_made()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("src/hello.txt", "hello\n");
        (GraphSketch sketch, ImageTarget image, StepRef run) = Sketch(world);
        var events = new EventRecorder();

        BuildResult result = await world.BuildAsync(sketch, events, noCache: false, image);

        Assert.Equal("hello\n", await world.ReadFileAsync(result, "out/copy.txt"));
        Assert.Equal("copied", events.OutputOf(run));
        Assert.Equal("api:latest", result.Images[0].Name);
        Assert.Equal(result.Images[0].Manifest.Digest, world.Store.Find("api")?.Manifest.Digest);
        Assert.All(result.Steps.Where(step => step.Key is not null), step => Assert.Equal(StepOutcome.Ran, step.Outcome));
    }

    [Fact]
    public async Task A_second_build_runs_nothing_and_gives_the_same_image()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("src/hello.txt", "hello\n");
        (GraphSketch sketch, ImageTarget image, _) = Sketch(world);
        BuildResult first = await world.BuildAsync(sketch, image);
        world.Reopen();
        var events = new EventRecorder();

        BuildResult second = await world.BuildAsync(sketch, events, noCache: false, image);

        Assert.All(second.Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
        Assert.Empty(events.Events.OfType<StepStarted>());
        Assert.Equal(first.Images[0].Manifest, second.Images[0].Manifest);
    }

    [Fact]
    public async Task A_changed_file_runs_what_reads_it_and_says_why()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("src/hello.txt", "hello\n");
        (GraphSketch sketch, ImageTarget image, StepRef run) = Sketch(world);
        await world.BuildAsync(sketch, image);
        world.WriteContext("src/hello.txt", "changed\n");
        var events = new EventRecorder();

        BuildResult result = await world.BuildAsync(sketch, events, noCache: false, image);

        Assert.Equal("changed\n", await world.ReadFileAsync(result, "out/copy.txt"));
        Assert.Equal(StepOutcome.Ran, events.EndOf(run).Outcome);
        Assert.False(string.IsNullOrEmpty(events.EndOf(run).Reason));
    }

    [Fact]
    public async Task What_follows_a_run_that_gives_the_same_bytes_again_stays_cached()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        StepOutcome last = StepOutcome.Failed;
        foreach (string comment in new[] { "first", "second" })
        {
            // The stage's command differs, its result does not.
            GraphSketch sketch = world.Sketch();
            StepRef stage = sketch.Run(sketch.Base(), $"echo constant > /out.txt # {comment}");
            sketch.Scope = "Api";
            StepRef copied = sketch.Copy(sketch.Base(), "/out.txt", "/data/", from: stage);
            StepRef run = sketch.Run(copied, "cat /data/out.txt > /final.txt");
            var events = new EventRecorder();
            await world.BuildAsync(sketch, events, noCache: false, sketch.Image("Api", run));
            Assert.Equal(StepOutcome.Ran, events.EndOf(stage).Outcome);
            last = events.EndOf(run).Outcome;
        }

        Assert.Equal(StepOutcome.Cached, last);
    }

    [Fact]
    public async Task With_no_cache_every_step_runs_again()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("src/hello.txt", "hello\n");
        (GraphSketch sketch, ImageTarget image, StepRef run) = Sketch(world);
        BuildResult first = await world.BuildAsync(sketch, image);
        var events = new EventRecorder();

        BuildResult second = await world.BuildAsync(sketch, events, noCache: true, image);

        Assert.Equal(StepOutcome.Ran, events.EndOf(run).Outcome);
        Assert.Equal(first.Images[0].Manifest, second.Images[0].Manifest);
    }

    [Fact]
    public async Task A_run_with_cache_never_runs_every_time()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "echo now", new RunOptions { NeverCache = true });
        StageTarget stage = sketch.Stage("Build", run);
        await world.BuildAsync(sketch, stage);
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, stage);

        Assert.Equal(StepOutcome.Ran, events.EndOf(run).Outcome);
    }

    [Fact]
    public async Task Only_the_steps_that_the_target_needs_are_looked_at()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef start = sketch.Base();
        StepRef broken = sketch.Run(start, "exit 1");
        sketch.Stage("Broken", broken);
        StepRef good = sketch.Run(start, "echo good > /good");

        BuildResult result = await world.BuildAsync(sketch, sketch.Stage("Good", good));

        Assert.Equal([start, good], result.Steps.Select(step => step.Step));
    }

    [Fact]
    public async Task Two_equal_steps_of_one_build_run_once()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef start = sketch.Base();
        StepRef one = sketch.Run(start, "echo same > /same; sleep 0.1");
        StepRef two = sketch.Run(start, "echo same > /same; sleep 0.1");
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: true, sketch.Stage("One", one), sketch.Stage("Two", two));

        Assert.Single(events.Events.OfType<StepStarted>(), started => started.Step == one || started.Step == two);
    }

    private static (GraphSketch Sketch, ImageTarget Image, StepRef Run) Sketch(BuildWorld world)
    {
        GraphSketch sketch = world.Sketch();
        StepRef directory = sketch.Config(sketch.Base(), new SetWorkDir("/work"));
        StepRef copied = sketch.Copy(directory, ".", ".");
        StepRef run = sketch.Run(copied, "mkdir -p /out && cp src/hello.txt /out/copy.txt && echo copied");
        return (sketch, sketch.Image("Api", sketch.Config(run, new SetEnv("PORT", "8080"))), run);
    }
}
