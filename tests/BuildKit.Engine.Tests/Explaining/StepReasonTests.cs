using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Engine.Tests.Explaining;

public sealed class StepReasonTests
{
    [Theory]
    [InlineData("content", "the content of what it reads changed: /app/b.txt")]
    [InlineData("mode", "the content of what it reads changed: /app/b.txt")]
    [InlineData("new", "the content of what it reads changed: /app/aa.txt is new")]
    [InlineData("gone", "the content of what it reads changed: /app/b.txt is gone")]
    [InlineData("several", "the content of what it reads changed: /app/a.txt is gone, and 2 more")]
    [InlineData("kind", "the content of what it reads changed: /app/b.txt, and 1 more")]
    public async Task A_copy_that_runs_again_names_the_first_file_that_differs(string change, string expected)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("src/a.txt", "a");
        world.WriteContext("src/b.txt", "b");
        GraphSketch sketch = world.Sketch();
        StepRef copy = sketch.Copy(sketch.Base(), "src", "/app");
        ImageTarget image = sketch.Image("App", copy);
        await world.BuildAsync(sketch, image);

        Change(world, change);
        var events = new EventRecorder();
        await world.BuildAsync(sketch, events, noCache: false, image);

        Assert.Equal(expected, events.EndOf(copy).Reason);
    }

    [Fact]
    public async Task Where_the_last_layer_is_gone_no_file_is_named_and_the_build_goes_on()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("src/a.txt", "a");
        GraphSketch sketch = world.Sketch();
        StepRef copy = sketch.Copy(sketch.Scratch(), "src", "/app");
        StageTarget stage = sketch.Stage("App", copy);
        BuildResult first = await world.BuildAsync(sketch, stage);
        string layer = Path.Combine(world.Store.Paths.Layers, first.Steps.Single(step => step.Step == copy).Layer!.Value.Hex);
        world.Reopen();
        File.WriteAllText(Path.Combine(layer, "index"), "damaged");

        world.WriteContext("src/a.txt", "changed");
        var events = new EventRecorder();
        await world.BuildAsync(sketch, events, noCache: false, stage);

        Assert.Equal("the content of what it reads changed", events.EndOf(copy).Reason);
    }

    private static void Change(BuildWorld world, string change)
    {
        string b = Path.Combine(world.Context, "src/b.txt");
        switch (change)
        {
            case "content":
                world.WriteContext("src/b.txt", "other");
                break;
            case "mode":
                File.SetUnixFileMode(b, File.GetUnixFileMode(b) | UnixFileMode.UserExecute);
                break;
            case "new":
                world.WriteContext("src/aa.txt", "new");
                break;
            case "gone":
                File.Delete(b);
                break;
            case "several":
                File.Delete(Path.Combine(world.Context, "src/a.txt"));
                world.WriteContext("src/b.txt", "other");
                world.WriteContext("src/c.txt", "new");
                break;
            case "kind":
                File.Delete(b);
                world.WriteContext("src/b.txt/below", "x");
                break;
        }
    }
}
