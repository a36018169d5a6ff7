using BuildKit.Engine.Bases;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layouts;

namespace BuildKit.Engine.Tests.Bases;

/// <summary>Bases that lie on disk: <c>Oci("path:tag")</c>.</summary>
public sealed class LayoutBaseTests
{
    [Theory]
    [InlineData(ImageTransport.Oci, false)]
    [InlineData(ImageTransport.Oci, true)]
    [InlineData(ImageTransport.OciArchive, false)]
    [InlineData(ImageTransport.OciArchive, true)]
    [InlineData(ImageTransport.DockerArchive, false)]
    [InlineData(ImageTransport.Directory, false)]
    public async Task A_base_on_disk_is_brought_into_an_empty_store_whatever_its_form(ImageTransport transport, bool isIndex)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        string path = Path.Combine(world.Folder, "saved");
        await SaveAsync(world, transport, path, isIndex);
        using BuildWorld other = await BuildWorld.CreateAsync(world.Folder, Path.Combine(world.Folder, "other"), ownsFolder: false);
        Empty(other);
        BaseImage found = await LayoutImage.ReadAsync(path, null, GraphSketch.Here, BuildWorld.Ct);
        GraphSketch sketch = other.Sketch();
        StepRef run = sketch.Run(Layout(sketch, found.Manifest), "echo works");
        var events = new EventRecorder();

        await other.BuildAsync(sketch, events, noCache: false, sketch.Image("Api", run));

        Assert.Equal("works", events.OutputOf(run));
    }

    [Theory]
    [InlineData(ImageTransport.Oci)]
    [InlineData(ImageTransport.DockerArchive)]
    public async Task An_image_on_disk_for_another_platform_is_an_error(ImageTransport transport)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        string path = Path.Combine(world.Folder, "saved");
        await SaveAsync(world, transport, path, isIndex: false);

        var failure = await Assert.ThrowsAsync<BuildKitException>(() => LayoutImage.ReadAsync(path, null, new Platform("linux", "s390x"), BuildWorld.Ct));

        Assert.Equal(OciErrorCodes.PlatformMissing, failure.Code);
    }

    [Fact]
    public async Task A_layout_that_changed_since_it_was_looked_at_is_an_error()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await SaveAsync(world, ImageTransport.OciArchive, Path.Combine(world.Folder, "saved"), isIndex: false);
        GraphSketch sketch = world.Sketch();
        StepRef step = Layout(sketch, Digest.Of("another"u8));

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Image("Api", step)));

        Assert.Equal(OciErrorCodes.LayoutMissing, failure.Code);
    }

    private static StepRef Layout(GraphSketch sketch, Digest manifest) =>
        sketch.Add(new LayoutStep(sketch.Span(), "Api", GraphSketch.Here, "saved", null, manifest));

    private static async Task SaveAsync(BuildWorld world, ImageTransport transport, string path, bool isIndex)
    {
        Descriptor root = world.BaseImage;
        if (isIndex)
        {
            byte[] index = ImageIndexJson.Write(new ImageIndex(MediaTypes.OciIndex, [root with { Platform = GraphSketch.Here }]));
            root = await world.Store.WriteBytesAsync(MediaTypes.OciIndex, index, BuildWorld.Ct);
        }

        await using IImageDestination destination = await new ImageLocation(transport, path, null).CreateAsync(BuildWorld.Ct);
        await ImageCopy.CopyAsync(world.Store, destination, root, CopyOptions.Default with { Tags = ["base:latest"] }, null, BuildWorld.Ct);
        await destination.CompleteAsync(BuildWorld.Ct);
    }

    private static void Empty(BuildWorld world)
    {
        foreach (string blob in Directory.GetFiles(world.Store.Paths.Blobs, "*", SearchOption.AllDirectories))
        {
            File.Delete(blob);
        }
    }
}
