using BuildKit.Engine.Tests.Trees;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Scheduling;

/// <summary>What a run sees of layers that are not made for each other.</summary>
public sealed class LayerStackTests
{
    [Fact]
    public async Task A_layer_that_comes_twice_is_mounted_once()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef first = sketch.Write(sketch.Base(), "/d/a", "again");
        StepRef between = sketch.Run(first, "rm /d/a; echo new > /d/b");
        StepRef second = sketch.Write(between, "/d/a", "again");
        StepRef run = sketch.Run(second, "cat /d/a; echo; cat /d/b");
        var events = new EventRecorder();

        BuildResult result = await world.BuildAsync(sketch, events, noCache: false, sketch.Image("Api", run));

        Assert.Equal("again\nnew", events.OutputOf(run));
        Assert.Equal(4, result.Images[0].Variants[0].Layers.Length);
    }

    [Fact]
    public async Task A_folder_that_a_layer_only_implies_keeps_what_a_lower_layer_says_of_it()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        Descriptor image = await WithLayerAsync(world, TestTar.Raw(("tmp/file", '0', "", "x"), ("root/file", '0', "", "x")));
        var sketch = new GraphSketch(image.Digest);
        StepRef run = sketch.Run(sketch.Base(), "stat -c %a /tmp /root; touch /tmp/new");
        StepRef after = sketch.Run(run, "stat -c %a /tmp /root");
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Image("Api", after));

        Assert.Equal("1777\n700", events.OutputOf(run));
        Assert.Equal("1777\n700", events.OutputOf(after));
    }

    private static async Task<Descriptor> WithLayerAsync(BuildWorld world, byte[] tar)
    {
        using var content = new MemoryStream(tar);
        var blob = new Descriptor(MediaTypes.OciLayerTar, Digest.Of(tar), tar.Length);
        await world.Store.WriteAsync(blob, content, BuildWorld.Ct);
        Image image = await Image.LoadAsync(world.Store, world.BaseImage, BuildWorld.Ct);
        return await image.Append(new Layer(blob.Digest, blob), new HistoryEntry(null, "more", null, false)).SaveAsync(world.Store, null, BuildWorld.Ct);
    }
}
