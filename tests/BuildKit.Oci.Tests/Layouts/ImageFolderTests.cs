using System.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layouts;
using BuildKit.Tests.Repositories;
using static BuildKit.Oci.Tests.Layers.LayerText;

namespace BuildKit.Oci.Tests.Layouts;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("missing", "BK5030")]
    [InlineData("empty", "BK5030")]
    public async Task A_folder_that_is_no_layout_is_refused(string name, string code)
    {
        System.IO.Directory.CreateDirectory(folder / "empty");
        Assert.Equal(code, (await Assert.ThrowsAsync<BuildKitException>(() => OciLayout.OpenAsync(folder / name, Ct))).Code);
        Assert.Equal(code, (await Assert.ThrowsAsync<BuildKitException>(() => DirectoryImage.OpenAsync(folder / name, Ct))).Code);
        Assert.Equal(code, (await Assert.ThrowsAsync<BuildKitException>(() => OciArchive.OpenAsync(folder / name, Ct))).Code);
        Assert.Equal(code, (await Assert.ThrowsAsync<BuildKitException>(() => DockerArchive.OpenAsync(folder / name, Ct))).Code);
    }

    [Fact]
    public async Task A_folder_with_other_files_is_not_written_into()
    {
        await System.IO.File.WriteAllTextAsync(folder / "precious", "x", Ct);
        Assert.Equal("BK5030", (await Assert.ThrowsAsync<BuildKitException>(() => OciLayout.CreateAsync(folder.Path, Ct))).Code);
        Assert.Equal("BK5030", (await Assert.ThrowsAsync<BuildKitException>(() => DirectoryImage.CreateAsync(folder.Path, Ct))).Code);
        Assert.Equal(["precious"], System.IO.Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("oci-layout", "{\"imageLayoutVersion\":\"2.0.0\"}", "BK5003")]
    [InlineData("oci-layout", "", "BK5031")]
    [InlineData("index.json", "", "BK5031")]
    [InlineData("index.json", "[]", "BK5003")]
    [InlineData("index.json", "{", "BK5001")]
    [InlineData("index.json", "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}", "BK5003")]
    public async Task A_layout_whose_files_are_wrong_is_refused(string file, string content, string code)
    {
        await OciLayout.CreateAsync(folder.Path, Ct);
        await System.IO.File.WriteAllTextAsync(folder / file, content, Ct);
        Assert.Equal(code, (await Assert.ThrowsAsync<BuildKitException>(() => OciLayout.OpenAsync(folder.Path, Ct))).Code);
    }

    [Fact]
    public async Task A_blob_that_was_changed_on_disk_is_noticed_when_it_is_read()
    {
        OciLayout layout = await OciLayout.CreateAsync(folder.Path, Ct);
        Descriptor blob = await layout.WriteBytesAsync(MediaTypes.OciLayerTar, Encoding.UTF8.GetBytes("content"), Ct);
        await System.IO.File.WriteAllTextAsync(folder / $"blobs/sha256/{blob.Digest.Hex}", "CONTENT", Ct);
        await using Stream stream = await layout.OpenReadAsync(blob, Ct);
        Assert.Equal("BK5011", (await Assert.ThrowsAsync<BuildKitException>(() => stream.CopyToAsync(Stream.Null, Ct))).Code);
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_a_blob_or_index_does_not_block()
    {
        OciLayout layout = await OciLayout.CreateAsync(folder.Path, Ct);
        Descriptor blob = new(MediaTypes.OciLayerTar, Digest.Of("content"u8), 7);
        System.IO.Directory.CreateDirectory(folder / "blobs/sha256");
        await Tool.RunAsync("mkfifo", folder / $"blobs/sha256/{blob.Digest.Hex}");
        Assert.Equal("BK5011", (await Assert.ThrowsAsync<BuildKitException>(() => layout.OpenReadAsync(blob, Ct))).Code);
        System.IO.File.Delete(folder / "index.json");
        await Tool.RunAsync("mkfifo", folder / "index.json");
        Assert.Equal("BK5031", (await Assert.ThrowsAsync<BuildKitException>(() => layout.ListAsync(Ct))).Code);
    }

    [Fact]
    public async Task Many_who_tag_at_once_lose_no_tag()
    {
        OciLayout layout = await OciLayout.CreateAsync(folder.Path, Ct);
        Descriptor image = await SampleImage.WriteAsync(layout, "x", Ct);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            // Each as a process of its own would.
            OciLayout other = await OciLayout.OpenAsync(folder.Path, Ct);
            await other.TagAsync(image, $"t{i:D2}", Ct);
        }));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"t{i:D2}"), (await layout.ListAsync(Ct)).Select(d => d.Annotations!["org.opencontainers.image.ref.name"]));
    }

    [Fact]
    public async Task A_tag_waits_for_the_process_that_holds_the_index()
    {
        OciLayout layout = await OciLayout.CreateAsync(folder.Path, Ct);
        Descriptor image = await SampleImage.WriteAsync(layout, "x", Ct);
        Task tagging;
        await using (await HeldFile.HoldAsync(folder / ".index.lock"))
        {
            tagging = layout.TagAsync(image, "1.0", Ct);
            Assert.Equal("BK5033", (await Assert.ThrowsAsync<BuildKitException>(() => LayoutLock.AcquireAsync(folder.Path, TimeSpan.Zero, Ct))).Code);
            Assert.Null(await layout.ResolveAsync("1.0", Ct));
        }

        await tagging;
        Assert.NotNull(await layout.ResolveAsync("1.0", Ct));
    }

    [Fact]
    public async Task A_folder_of_one_image_forgets_the_image_before()
    {
        DirectoryImage first = await DirectoryImage.CreateAsync(folder.Path, Ct);
        await first.TagAsync(await SampleImage.WriteAsync(first, "first", Ct), "x", Ct);
        await first.CompleteAsync(Ct);
        DirectoryImage second = await DirectoryImage.CreateAsync(folder.Path, Ct);
        Descriptor image = await SampleImage.WriteAsync(second, "second", Ct);
        await second.TagAsync(image, "x", Ct);
        await second.CompleteAsync(Ct);
        await ImageValidation.ValidateAsync(await DirectoryImage.OpenAsync(folder.Path, Ct), image, Ct);

        // manifest.json, version, configuration, two layers.
        Assert.Equal(5, System.IO.Directory.GetFiles(folder.Path).Length);
    }

    [Theory]
    [InlineData("oci:dir", ImageTransport.Oci, "dir", null)]
    [InlineData("oci:dir:1.2", ImageTransport.Oci, "dir", "1.2")]
    [InlineData("docker-archive:/a/b.tar:localhost:5000/api:1", ImageTransport.DockerArchive, "/a/b.tar", "localhost:5000/api:1")]
    [InlineData("oci-archive:x.tar", ImageTransport.OciArchive, "x.tar", null)]
    [InlineData("dir:a:b", ImageTransport.Directory, "a:b", null)]
    public void A_location_is_read_and_written_as_it_stands(string text, ImageTransport transport, string path, string? tag)
    {
        Assert.True(ImageLocation.TryParse(text, out ImageLocation? location));
        Assert.Equal(new ImageLocation(transport, path, tag), location);
        Assert.Equal(text, location.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("oci")]
    [InlineData("oci:")]
    [InlineData("oci:a:")]
    [InlineData("docker://x")]
    public void What_has_no_transport_or_path_is_no_location(string text) => Assert.False(ImageLocation.TryParse(text, out _));
}
