using System.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layouts;
using BuildKit.Tests.Repositories;
using static BuildKit.Oci.Tests.Layers.LayerText;

namespace BuildKit.Oci.Tests.Layouts;

public sealed class ImageArchiveTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ImageTransport.OciArchive, "sha256:b2f5fa8db78b9025a5cbe5006781237af7b5212a35caaccde701d8f1e00d2529")]
    [InlineData(ImageTransport.DockerArchive, "sha256:a83edaf4bcd964e9e8971e2342909bfb72abc880d58ded581af6a1ed787d3870")]
    public async Task An_archive_of_an_image_has_fixed_bytes_and_nothing_is_left_beside_it(ImageTransport transport, string digest)
    {
        await WriteAsync(transport, "a.tar", "api:1.0", "hello");
        Assert.Equal(["a.tar"], System.IO.Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
        Assert.Equal(digest, Digest.Of(await System.IO.File.ReadAllBytesAsync(folder / "a.tar", Ct)).ToString());
    }

    [Fact]
    public async Task Without_completion_the_old_archive_stays()
    {
        await System.IO.File.WriteAllTextAsync(folder / "a.tar", "old", Ct);
        await using (IImageDestination destination = await OciArchive.CreateAsync(folder / "a.tar", Ct))
        {
            await SampleImage.WriteAsync(destination, "new", Ct);
        }

        Assert.Equal("old", await System.IO.File.ReadAllTextAsync(folder / "a.tar", Ct));
        Assert.Single(System.IO.Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task What_a_killed_process_staged_is_removed_by_the_next_but_not_what_is_in_use()
    {
        string abandoned = System.IO.Directory.CreateDirectory(folder / ".buildkit-staging-dead").FullName;
        await System.IO.File.WriteAllTextAsync(Path.Combine(abandoned, "lock"), "", Ct);
        System.IO.Directory.SetLastWriteTimeUtc(abandoned, DateTime.UtcNow.AddDays(-1));
        await using IImageDestination first = await OciArchive.CreateAsync(folder / "a.tar", Ct);
        string living = Assert.Single(System.IO.Directory.GetDirectories(folder.Path));
        System.IO.Directory.SetLastWriteTimeUtc(living, DateTime.UtcNow.AddDays(-1));
        await using IImageDestination second = await OciArchive.CreateAsync(folder / "b.tar", Ct);
        Assert.Equal(2, System.IO.Directory.GetDirectories(folder.Path).Length);
    }

    [Fact]
    public async Task A_docker_archive_is_read_back_with_its_layers_uncompressed()
    {
        Descriptor original = await WriteAsync(ImageTransport.DockerArchive, "a.tar", "api", "hello");
        await using DockerArchive archive = await DockerArchive.OpenAsync(folder / "a.tar", Ct);
        Descriptor image = Assert.Single(await archive.ListAsync(Ct));
        Assert.Equal("api:latest", image.Annotations!["org.opencontainers.image.ref.name"]);
        Assert.Equal(image.Digest, (await archive.ResolveAsync("latest", Ct))?.Digest);
        Assert.Equal(image.Digest, (await archive.ResolveAsync("api:latest", Ct))?.Digest);
        Assert.Equal(image.Digest, (await archive.ResolveAsync(image.Digest.ToString(), Ct))?.Digest);
        Assert.Null(await archive.ResolveAsync("other", Ct));
        await ImageValidation.ValidateAsync(archive, image, Ct);
        Image loaded = await Image.LoadAsync(archive, image, Ct);
        Assert.All(loaded.Layers, l => Assert.Equal(l.DiffId, l.Blob.Digest));
        Assert.NotEqual(original.Digest, image.Digest);
    }

    [Fact]
    public async Task A_docker_archive_takes_no_index_and_no_name_by_digest()
    {
        await using IImageDestination destination = await DockerArchive.CreateAsync(folder / "a.tar", Ct);
        Descriptor index = await SampleImage.WriteIndexAsync(destination, Ct);
        Assert.Equal("BK5032", (await Assert.ThrowsAsync<BuildKitException>(() => destination.TagAsync(index, "a@" + index.Digest, Ct))).Code);
        await destination.TagAsync(index, "a:b", Ct);
        Assert.Equal("BK5032", (await Assert.ThrowsAsync<BuildKitException>(() => destination.CompleteAsync(Ct))).Code);
    }

    [Fact]
    public async Task Archives_that_skopeo_writes_are_read()
    {
        await WriteAsync(ImageTransport.OciArchive, "a.tar", "1.0", "hello");
        await Tool.RunAsync("skopeo", "--insecure-policy", "copy", $"oci-archive:{folder / "a.tar"}:1.0", $"docker-archive:{folder / "d.tar"}:x/api:2");
        await Tool.RunAsync("skopeo", "--insecure-policy", "copy", $"oci-archive:{folder / "a.tar"}:1.0", $"oci-archive:{folder / "o.tar"}:3");
        await Tool.RunAsync("skopeo", "--insecure-policy", "copy", $"oci-archive:{folder / "a.tar"}:1.0", $"dir:{folder / "dir"}");
        await Tool.RunAsync("skopeo", "--insecure-policy", "copy", $"oci-archive:{folder / "a.tar"}:1.0", $"oci:{folder / "layout"}:4");
        foreach ((string location, string name) in new[] { ("docker-archive:" + (folder / "d.tar"), "x/api:2"), ("oci-archive:" + (folder / "o.tar"), "3"), ("dir:" + (folder / "dir"), "any"), ("oci:" + (folder / "layout"), "4") })
        {
            Assert.True(ImageLocation.TryParse(location, out ImageLocation? parsed));
            await using IImageSource source = await parsed.OpenAsync(Ct);
            Descriptor? image = await source.ResolveAsync(name, Ct);
            Assert.NotNull(image);
            await ImageValidation.ValidateAsync(source, image, Ct);
            Assert.Equal(parsed.Transport, (await ImageLocation.RecognizeAsync(parsed.Path, Ct)).Transport);
        }
    }

    [Fact]
    public async Task A_compressed_archive_is_read_too()
    {
        await WriteAsync(ImageTransport.OciArchive, "a.tar", "1.0", "hello");
        await Tool.RunAsync("gzip", folder / "a.tar");
        await using OciArchive archive = await OciArchive.OpenAsync(folder / "a.tar.gz", Ct);
        await ImageValidation.ValidateAsync(archive, Assert.Single(await archive.ListAsync(Ct)), Ct);
    }

    [Fact]
    public async Task The_old_form_of_docker_save_with_linked_layers_is_read()
    {
        await using IImageDestination store = await OciArchive.CreateAsync(folder / "unused.tar", Ct);
        Layer layer = await SampleImage.LayerAsync(store, "a/b", "c", Ct);
        MemoryStream tar = new();
        await using (Stream blob = Oci.Layers.LayerCompression.OpenDecompressed(await store.OpenReadAsync(layer.Blob, Ct), null))
        {
            await blob.CopyToAsync(tar, Ct);
        }

        string config = Encoding.UTF8.GetString(ImageConfigJson.Write(new ImageConfig(SampleImage.Platform, ContainerConfig.Empty, [layer.DiffId, layer.DiffId], [], null, null)));
        const string Manifest = """[{"Config":"abc.json","RepoTags":null,"Layers":["one/layer.tar","two/layer.tar"]}]""";
        byte[] archive = new Layers.RawTar().Add("abc.json", content: config).Add("one/", '5').Add("one/layer.tar", content: Encoding.Latin1.GetString(tar.ToArray()))
            .Add("two/layer.tar", '2', link: "../one/layer.tar").Add("manifest.json", content: Manifest).End();
        await System.IO.File.WriteAllBytesAsync(folder / "old.tar", archive, Ct);
        await using DockerArchive opened = await DockerArchive.OpenAsync(folder / "old.tar", Ct);
        await ImageValidation.ValidateAsync(opened, Assert.Single(await opened.ListAsync(Ct)), Ct);
    }

    [Theory]
    [InlineData("[]", "BK0")]
    [InlineData("{}", "BK5003")]
    [InlineData("[{}]", "BK5003")]
    [InlineData("[{\"Config\":\"../../etc/passwd\",\"Layers\":[]}]", "BK5031")]
    [InlineData("[{\"Config\":\"loop\",\"Layers\":[]}]", "BK5031")]
    public async Task A_docker_archive_that_names_what_it_lacks_is_refused(string manifest, string code)
    {
        byte[] archive = new Layers.RawTar().Add("loop", '2', link: "loop").Add("manifest.json", content: manifest).End();
        await System.IO.File.WriteAllBytesAsync(folder / "a.tar", archive, Ct);
        if (code == "BK0")
        {
            await using DockerArchive empty = await DockerArchive.OpenAsync(folder / "a.tar", Ct);
            Assert.Empty(await empty.ListAsync(Ct));
            return;
        }

        Assert.Equal(code, (await Assert.ThrowsAsync<BuildKitException>(() => DockerArchive.OpenAsync(folder / "a.tar", Ct))).Code);
    }

    [Fact]
    public async Task An_archive_that_is_cut_off_is_refused()
    {
        await WriteAsync(ImageTransport.OciArchive, "a.tar", "1.0", "hello");
        byte[] whole = await System.IO.File.ReadAllBytesAsync(folder / "a.tar", Ct);
        await System.IO.File.WriteAllBytesAsync(folder / "a.tar", whole[..(whole.Length / 2)], Ct);
        Assert.Equal("BK5021", (await Assert.ThrowsAsync<BuildKitException>(() => OciArchive.OpenAsync(folder / "a.tar", Ct))).Code);
    }

    [Fact]
    public async Task The_one_copy_moves_an_image_through_every_form()
    {
        Descriptor image = await WriteAsync(ImageTransport.OciArchive, "a.tar", "1.0", "hello");
        await using OciArchive source = await OciArchive.OpenAsync(folder / "a.tar", Ct);
        await using DirectoryImage directory = await DirectoryImage.CreateAsync(folder / "dir", Ct);
        await ImageCopy.CopyAsync(source, directory, image, new CopyOptions { Tags = ["x"] }, null, Ct);
        await directory.CompleteAsync(Ct);
        OciLayout layout = await OciLayout.CreateAsync(folder / "layout", Ct);
        await ImageCopy.CopyAsync(directory, layout, image, new CopyOptions { Tags = ["1.0"] }, null, Ct);
        await ImageValidation.ValidateAsync(layout, image, Ct);
        Assert.Equal(image.Digest, (await layout.ResolveAsync("1.0", Ct))?.Digest);
    }

    private async Task<Descriptor> WriteAsync(ImageTransport transport, string file, string tag, string text)
    {
        await using IImageDestination destination = await new ImageLocation(transport, folder / file, null).CreateAsync(Ct);
        Descriptor image = await SampleImage.WriteAsync(destination, text, Ct);
        await destination.TagAsync(image, tag, Ct);
        await destination.CompleteAsync(Ct);
        return image;
    }
}
