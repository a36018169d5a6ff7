using BuildKit.Oci.Images;
using BuildKit.Oci.Layouts;
using BuildKit.Tests.Repositories;
using static BuildKit.Oci.Tests.Layers.LayerText;

namespace BuildKit.Oci.Tests.Layouts;

/// <summary>What we write is taken by the programs that people use.</summary>
public sealed class ForeignClientTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Skopeo_copies_and_inspects_our_layout()
    {
        Descriptor image = await WriteAsync();
        string shown = await Tool.RunAsync("skopeo", "inspect", $"oci:{folder / "layout"}:1.0");
        Assert.Contains(image.Digest.ToString(), shown, StringComparison.Ordinal);
        await Tool.RunAsync("skopeo", "--insecure-policy", "copy", $"oci:{folder / "layout"}:1.0", $"dir:{folder / "dir"}");
        await Tool.RunAsync("skopeo", "--insecure-policy", "copy", "--format", "v2s2", $"oci:{folder / "layout"}:1.0", $"dir:{folder / "docker"}");

        // skopeo decompresses both members of a layer to compute its diff_id anew.
        await Tool.RunAsync("skopeo", "--insecure-policy", "copy", $"oci:{folder / "layout"}:1.0", $"docker-archive:{folder / "d.tar"}:x:1");
        await using DockerArchive archive = await DockerArchive.OpenAsync(folder / "d.tar", Ct);
        await ImageValidation.ValidateAsync(archive, Assert.Single(await archive.ListAsync(Ct)), Ct);
    }

    [Fact]
    public async Task A_layer_of_many_gzip_members_is_unpacked_by_umoci_and_skopeo()
    {
        await using OciLayout layout = await OciLayout.CreateAsync(folder / "layout", Ct);
        string text = string.Concat(Enumerable.Range(0, 400_000).Select(i => $"line {i}\n"));
        Layer layer = await SampleImage.LayerAsync(layout, "etc/long", text, Ct);
        Image image = Image.Scratch(SampleImage.Platform).Append(layer, new HistoryEntry(null, "long", null, false));
        await layout.TagAsync(await image.SaveAsync(layout, null, Ct), "1.0", Ct);
        await Tool.RunAsync("skopeo", "--insecure-policy", "copy", $"oci:{folder / "layout"}:1.0", $"docker-archive:{folder / "d.tar"}:x:1");
        await using DockerArchive archive = await DockerArchive.OpenAsync(folder / "d.tar", Ct);
        await ImageValidation.ValidateAsync(archive, Assert.Single(await archive.ListAsync(Ct)), Ct);
        await Tool.RunAsync("umoci", "unpack", "--rootless", "--image", (folder / "layout") + ":1.0", folder / "bundle");
        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(folder / "bundle/rootfs/etc/long", Ct));
    }

    [Fact]
    public async Task Umoci_unpacks_our_layout()
    {
        await WriteAsync();
        await Tool.RunAsync("umoci", "unpack", "--rootless", "--image", (folder / "layout") + ":1.0", folder / "bundle");
        Assert.Equal("hello", await System.IO.File.ReadAllTextAsync(folder / "bundle/rootfs/etc/text", Ct));
    }

    [Fact]
    public async Task The_OCI_image_tool_accepts_our_layout()
    {
        await WriteAsync();
        (int exitCode, string output, string error) = await Tool.TryAsync("oci-image-tool", "validate", "--type", "image", "--ref", "name=1.0", folder / "layout");
        Assert.True(exitCode == 0, output + error);
    }

    [Fact]
    public async Task Skopeo_reads_our_archives_and_folders()
    {
        foreach ((ImageTransport transport, string tag) in new[] { (ImageTransport.OciArchive, "1.0"), (ImageTransport.DockerArchive, "x/api:1.0"), (ImageTransport.Directory, "any") })
        {
            ImageLocation location = new(transport, folder / transport.ToString(), null);
            await using (IImageDestination destination = await location.CreateAsync(Ct))
            {
                await destination.TagAsync(await SampleImage.WriteAsync(destination, "hello", Ct), tag, Ct);
                await destination.CompleteAsync(Ct);
            }

            string name = transport == ImageTransport.Directory ? location.ToString() : $"{location}:{tag}";
            Assert.Contains("amd64", await Tool.RunAsync("skopeo", "inspect", name), StringComparison.Ordinal);
            await Tool.RunAsync("skopeo", "--insecure-policy", "copy", name, $"oci:{folder / "back"}:{transport}");
        }

        OciLayout back = await OciLayout.OpenAsync(folder / "back", Ct);
        foreach (Descriptor image in await back.ListAsync(Ct))
        {
            await ImageValidation.ValidateAsync(back, image, Ct);
        }
    }

    private async Task<Descriptor> WriteAsync()
    {
        await using OciLayout layout = await OciLayout.CreateAsync(folder / "layout", Ct);
        Descriptor image = await SampleImage.WriteAsync(layout, "hello", Ct);
        await layout.TagAsync(image, "1.0", Ct);
        return image;
    }
}
