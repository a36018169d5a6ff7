using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layouts;
using BuildKit.Tests.Repositories;
using static BuildKit.Oci.Tests.Layers.LayerText;

namespace BuildKit.Oci.Tests.Images;

public sealed class ImageValidationTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private OciLayout layout = null!;
    private Image image = null!;

    public async ValueTask InitializeAsync()
    {
        layout = await OciLayout.CreateAsync(folder.Path, Ct);
        image = await Image.LoadAsync(layout, await SampleImage.WriteAsync(layout, "hello", Ct), Ct);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_whole_image_passes() => await ImageValidation.ValidateAsync(layout, await image.SaveAsync(layout, null, Ct), Ct);

    [Fact]
    public async Task Our_documents_validate_against_the_schemas_of_the_specification()
    {
        Descriptor manifest = await image.SaveAsync(layout, null, Ct);
        SchemaFolder.ImageSpecification.Validate("image-manifest-schema.json", await layout.ReadBytesAsync(manifest, Ct));
        SchemaFolder.ImageSpecification.Validate("config-schema.json", await layout.ReadBytesAsync((await layout.ReadManifestAsync(manifest, Ct)).Children[0], Ct));
        await layout.TagAsync(manifest, "1.0", Ct);
        SchemaFolder.ImageSpecification.Validate("image-index-schema.json", await System.IO.File.ReadAllBytesAsync(folder / "index.json", Ct));
        SchemaFolder.ImageSpecification.Validate("image-layout-schema.json", await System.IO.File.ReadAllBytesAsync(folder / "oci-layout", Ct));
    }

    [Fact]
    public async Task A_wrong_diff_id_is_found() =>
        await AssertInconsistentAsync(image with { Config = image.Config with { DiffIds = [image.Config.DiffIds[1], image.Config.DiffIds[0]] } });

    [Fact]
    public async Task Fewer_layers_than_diff_ids_are_found() => await AssertInconsistentAsync(image with { Layers = [image.Layers[0]] });

    [Fact]
    public async Task A_history_of_another_number_of_layers_is_found() =>
        await AssertInconsistentAsync(image with { Config = image.Config with { History = [image.Config.History[0]] } });

    [Fact]
    public async Task An_image_that_an_index_lists_for_another_platform_is_found()
    {
        Descriptor manifest = await image.SaveAsync(layout, null, Ct) with { Platform = new Platform("linux", "arm64") };
        Descriptor index = await layout.WriteBytesAsync(MediaTypes.OciIndex, ImageIndexJson.Write(new ImageIndex(MediaTypes.OciIndex, [manifest])), Ct);
        Assert.Equal("BK5050", (await Assert.ThrowsAsync<BuildKitException>(() => ImageValidation.ValidateAsync(layout, index, Ct))).Code);
    }

    [Fact]
    public async Task A_layer_that_is_no_tar_is_found()
    {
        byte[] junk = new byte[2048];
        junk.AsSpan().Fill((byte)'x');
        Descriptor blob = await layout.WriteBytesAsync(MediaTypes.OciLayerTar, junk, Ct);
        Image bad = Image.Scratch(SampleImage.Platform).Append(new Layer(blob.Digest, blob), new HistoryEntry(null, "x", null, false));
        Descriptor manifest = await bad.SaveAsync(layout, null, Ct);
        Assert.Equal("BK5020", (await Assert.ThrowsAsync<BuildKitException>(() => ImageValidation.ValidateAsync(layout, manifest, Ct))).Code);
    }

    [Fact]
    public async Task A_missing_layer_is_found()
    {
        Descriptor manifest = await image.SaveAsync(layout, null, Ct);
        System.IO.File.Delete(folder / $"blobs/sha256/{image.Layers[1].Blob.Digest.Hex}");
        Assert.Equal("BK5010", (await Assert.ThrowsAsync<BuildKitException>(() => ImageValidation.ValidateAsync(layout, manifest, Ct))).Code);
    }

    [Fact]
    public void History_and_layers_grow_together()
    {
        HistoryEntry withLayer = new(null, "x", null, false);
        Assert.Throws<ArgumentException>(() => image.Append(null, withLayer));
        Assert.Throws<ArgumentException>(() => image.Append(image.Layers[0], withLayer with { EmptyLayer = true }));
    }

    private async Task AssertInconsistentAsync(Image wrong)
    {
        Descriptor manifest = await wrong.SaveAsync(layout, null, Ct);
        Assert.Equal("BK5050", (await Assert.ThrowsAsync<BuildKitException>(() => ImageValidation.ValidateAsync(layout, manifest, Ct))).Code);
    }
}
