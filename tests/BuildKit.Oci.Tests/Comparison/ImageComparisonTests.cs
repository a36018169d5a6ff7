using System.Collections.Immutable;
using BuildKit.Oci.Comparison;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;
using BuildKit.Tests.Repositories;

namespace BuildKit.Oci.Tests.Comparison;

public sealed class ImageComparisonTests : IDisposable
{
    private const int Executable = 0x1ED;
    private readonly TestFolder folder = new();
    private readonly BlobDirectory store;

    public ImageComparisonTests() => store = new BlobDirectory(folder.Path, temporary: folder.Path);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_image_does_not_differ_from_itself() =>
        Assert.Empty(await CompareAsync(await SampleImage.WriteAsync(store, "text", Ct), await SampleImage.WriteAsync(store, "text", Ct)));

    [Fact]
    public async Task A_file_with_other_content_is_named_with_its_layer_and_step()
    {
        ImmutableArray<ImageDifference> found = await CompareAsync(await SampleImage.WriteAsync(store, "one", Ct), await SampleImage.WriteAsync(store, "other", Ct));

        Assert.Equal(["size", "content"], found.Select(difference => difference.Attribute));
        Assert.All(found, difference => Assert.Equal((ComparedPart.Layer, "linux/amd64", 2, "Write <&>", "/etc/text"), (difference.Part, difference.Platform, difference.Layer, difference.Step, difference.Path)));
        Assert.Equal(("3", "5"), (found[0].Left, found[0].Right));
        Assert.Equal(Digest.Of("other"u8).ToString(), found[1].Right);
    }

    [Fact]
    public async Task Every_attribute_of_a_path_counts()
    {
        var file = new LayerEntry { Kind = LayerEntryKind.File, Path = LayerPath.Parse("f"), Mode = 0x1A4 };
        var other = file with
        {
            Mode = Executable,
            Uid = 7,
            ModificationTime = 0,
            ExtendedAttributes = [new ExtendedAttribute("user.a", ByteString.FromText("b\n"))],
        };

        Assert.Equal(
            ["mode: 0644 -> 0755", "owner: 0:0 -> 7:0", "mtime: 1980-01-01T00:00:00Z -> 1970-01-01T00:00:00Z", "xattr user.a:  -> b\\x0a"],
            (await CompareAsync([file], [other])).Select(Text));
    }

    [Theory]
    [InlineData(LayerEntryKind.Directory, "type: file -> folder")]
    [InlineData(LayerEntryKind.Fifo, "type: file -> pipe")]
    [InlineData(LayerEntryKind.CharacterDevice, "type: file -> character device")]
    [InlineData(LayerEntryKind.BlockDevice, "type: file -> block device")]
    [InlineData(LayerEntryKind.Whiteout, "type: file -> removal")]
    public async Task A_path_that_is_something_else_is_said_by_its_type_alone(LayerEntryKind kind, string expected) =>
        Assert.Equal([expected], (await CompareAsync([File("f")], [new LayerEntry { Kind = kind, Path = LayerPath.Parse("f"), Mode = Executable, DeviceMajor = HasNumber(kind) ? 1u : 0 }])).Select(Text));

    [Fact]
    public async Task Paths_that_one_side_lacks_and_the_targets_of_links_are_differences()
    {
        LayerEntry link = new() { Kind = LayerEntryKind.SymbolicLink, Path = LayerPath.Parse("l"), SymbolicLinkTarget = ByteString.FromText("f") };
        LayerEntry hard = new() { Kind = LayerEntryKind.HardLink, Path = LayerPath.Parse("h"), HardLinkTarget = LayerPath.Parse("a") };

        ImmutableArray<ImageDifference> found = await CompareAsync(
            [File("a"), File("b"), hard, link], [File("a"), File("c"), hard with { HardLinkTarget = LayerPath.Parse("c") }, link with { SymbolicLinkTarget = ByteString.FromText("g") }]);

        Assert.Equal(["/b type: file -> ", "/c type:  -> file", "/h link: /a -> /c", "/l link: f -> g"], found.Select(difference => $"{difference.Path} {Text(difference)}"));
    }

    [Fact]
    public async Task A_folder_that_hides_what_is_below_differs_from_one_that_does_not()
    {
        LayerEntry opened = new() { Kind = LayerEntryKind.Directory, Path = LayerPath.Parse("d"), Mode = Executable };

        Assert.Equal(["opaque:  -> true"], (await CompareAsync([opened], [opened, opened with { Kind = LayerEntryKind.OpaqueDirectory }])).Select(Text));
    }

    [Fact]
    public async Task A_layer_between_others_is_the_only_difference_of_the_layers()
    {
        Layer[] layers = [await LayerAsync([File("a")]), await LayerAsync([File("b")]), await LayerAsync([File("c")])];

        ImmutableArray<ImageDifference> found = await CompareAsync(await ImageAsync(layers[0], layers[2]), await ImageAsync(layers));

        ImageDifference inserted = Assert.Single(found, difference => difference.Part == ComparedPart.Layer);
        Assert.Equal((2, "diff_id", null, layers[1].DiffId.ToString()), (inserted.Layer, inserted.Attribute, inserted.Left, inserted.Right));
    }

    [Fact]
    public async Task Other_compression_of_the_same_layer_is_said_as_such()
    {
        byte[] tar = await TarAsync([File("a")]);
        Layer plain = new(Digest.Of(tar), await store.WriteBytesAsync(MediaTypes.OciLayerTar, tar, Ct));

        ImmutableArray<ImageDifference> found = await CompareAsync(await ImageAsync(await LayerAsync([File("a")])), await ImageAsync(plain));

        Assert.Equal(["blob"], found.Select(difference => difference.Attribute));
    }

    [Fact]
    public async Task Layers_of_the_same_entries_differ_as_archives()
    {
        byte[] tar = await TarAsync([File("a")]);
        Layer longer = new(Digest.Of([.. tar, .. new byte[512]]), await store.WriteBytesAsync(MediaTypes.OciLayerTar, (byte[])[.. tar, .. new byte[512]], Ct));

        ImmutableArray<ImageDifference> found = await CompareAsync(await ImageAsync(await LayerAsync([File("a")])), await ImageAsync(longer));

        Assert.Equal(["archive"], found.Select(difference => difference.Attribute));
    }

    [Fact]
    public async Task Values_of_the_configuration_are_named_by_their_place()
    {
        Descriptor one = await SampleImage.WriteAsync(store, "text", Ct);
        Image image = await Image.LoadAsync(store, one, Ct);
        ContainerConfig config = image.Config.Config with { Env = [.. image.Config.Config.Env, new("B", "c")], User = null };

        ImmutableArray<ImageDifference> found = await CompareAsync(one, await (image with { Config = image.Config with { Config = config } }).SaveAsync(store, null, Ct));

        Assert.All(found, difference => Assert.Equal(ComparedPart.Config, difference.Part));
        Assert.Equal(["config.Env[1]:  -> B=c", "config.User: 0:0 -> "], found.Select(Text).Order());
    }

    [Fact]
    public async Task Annotations_and_the_form_of_the_manifest_count()
    {
        Descriptor one = await SampleImage.WriteAsync(store, "text", Ct);
        Descriptor annotated = await (await Image.LoadAsync(store, one, Ct)).SaveAsync(store, ImmutableSortedDictionary<string, string>.Empty.Add("a", "b"), Ct);
        byte[] spaced = [.. await store.ReadBytesAsync(one, Ct), (byte)'\n'];

        Assert.Equal(["annotations:  -> {\"a\":\"b\"}"], (await CompareAsync(one, annotated)).Select(Text));
        Assert.Equal(["bytes:  -> "], (await CompareAsync(one, await store.WriteBytesAsync(one.MediaType, spaced, Ct))).Select(Text));
    }

    [Fact]
    public async Task Platforms_are_compared_with_their_own_kind()
    {
        Descriptor both = await SampleImage.WriteIndexAsync(store, Ct);
        ImageIndex index = (await store.ReadManifestAsync(both, Ct)).Index!;
        Descriptor changed = await SampleImage.WriteAsync(store, "changed", Ct);
        Descriptor one = await store.WriteBytesAsync(MediaTypes.OciIndex, ImageIndexJson.Write(index with { Manifests = [changed] }), Ct);

        ImmutableArray<ImageDifference> found = await CompareAsync(both, one);

        Assert.Equal(["linux/amd64 size", "linux/amd64 content", " platform"], found.Select(difference => $"{difference.Platform} {difference.Attribute}"));
        Assert.Equal("linux/arm64/v8", found[^1].Left);
        Assert.Equal(["mediaType"], (await CompareAsync(one, changed)).Select(difference => difference.Attribute));
    }

    private static LayerEntry File(string path) => new() { Kind = LayerEntryKind.File, Path = LayerPath.Parse(path), Mode = 0x1A4 };

    private static bool HasNumber(LayerEntryKind kind) => kind is LayerEntryKind.CharacterDevice or LayerEntryKind.BlockDevice;

    private static string Text(ImageDifference difference) => $"{difference.Attribute}: {difference.Left} -> {difference.Right}";

    private static async Task<byte[]> TarAsync(LayerEntry[] entries)
    {
        using MemoryStream tar = new();
        LayerWriter writer = new(tar);
        foreach (LayerEntry entry in entries)
        {
            await writer.WriteAsync(entry, null, Ct);
        }

        await writer.CompleteAsync(Ct);
        return tar.ToArray();
    }

    private async Task<Layer> LayerAsync(LayerEntry[] entries)
    {
        byte[] tar = await TarAsync(entries);
        using MemoryStream compressed = new();
        await LayerCompression.CompressAsync(new MemoryStream(tar), compressed, LayerFormat.Gzip, Ct);
        return new Layer(Digest.Of(tar), await store.WriteBytesAsync(MediaTypes.OciLayerGzip, compressed.ToArray(), Ct));
    }

    private Task<Descriptor> ImageAsync(params Layer[] layers) =>
        layers.Aggregate(Image.Scratch(SampleImage.Platform), (image, layer) => image.Append(layer, new HistoryEntry(null, "step", null, false))).SaveAsync(store, null, Ct);

    private async Task<ImmutableArray<ImageDifference>> CompareAsync(LayerEntry[] left, LayerEntry[] right) =>
        [.. (await CompareAsync(await ImageAsync(await LayerAsync(left)), await ImageAsync(await LayerAsync(right)))).Where(difference => difference.Part == ComparedPart.Layer)];

    private Task<ImmutableArray<ImageDifference>> CompareAsync(Descriptor left, Descriptor right) =>
        ImageComparison.CompareAsync(new ComparedImage(store, left), new ComparedImage(store, right), Ct);
}
