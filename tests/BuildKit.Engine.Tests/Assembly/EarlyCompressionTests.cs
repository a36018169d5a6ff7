using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Targets;

namespace BuildKit.Engine.Tests.Assembly;

public sealed class EarlyCompressionTests
{
    [Fact]
    public async Task A_layer_of_an_image_is_compressed_while_later_steps_run()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        ImageTarget image = sketch.Image("App", sketch.Run(sketch.Write(sketch.Base(), "/made", "early"), "exec busybox sleep 600"));
        string blobs = Path.Combine(world.Store.Paths.Blobs, "sha256");
        int before = Directory.GetFiles(blobs).Length;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(BuildWorld.Ct);
        Task build = world.BuildAsync(sketch, new EventRecorder(), noCache: false, stop.Token, image);
        while (Directory.GetFiles(blobs).Length == before)
        {
            Assert.False(build.IsCompleted, "The build ended before its first layer was compressed.");
            await Task.Delay(10, BuildWorld.Ct);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => build);
        Assert.Equal(before + 1, Directory.GetFiles(blobs).Length);
    }

    [Fact]
    public async Task Layers_of_a_stage_that_is_in_no_image_are_not_compressed()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        var made = sketch.Run(sketch.Base(), "echo x > /made");
        ImageTarget image = sketch.Image("App", sketch.Copy(sketch.Scratch(), "/made", "/made", from: made));
        string blobs = Path.Combine(world.Store.Paths.Blobs, "sha256");
        int before = Directory.GetFiles(blobs).Length;
        await world.BuildAsync(sketch, image);

        // The layer, the configuration and the manifest of the image.
        Assert.Equal(before + 3, Directory.GetFiles(blobs).Length);
    }
}
