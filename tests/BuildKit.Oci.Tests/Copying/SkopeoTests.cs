using System.Diagnostics;
using System.Text.Json;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using BuildKit.Oci.Tests.Registry;
using BuildKit.Tests.Registries;
using static BuildKit.Oci.Tests.Registry.Clients;

namespace BuildKit.Oci.Tests.Copying;

/// <summary>skopeo is the other client: what one writes the other reads.</summary>
public sealed class SkopeoTests : IDisposable
{
    private static readonly Platform Amd64 = new("linux", "amd64");
    private readonly string folder = Directory.CreateTempSubdirectory("buildkit-skopeo-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Skopeo_inspects_and_copies_what_is_pushed()
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        TestImage image = TestImage.Create(1, Amd64, 100_000, 50_000);
        await using var local = new MemoryRepository();
        await image.WriteToAsync(local, null, Ct);
        await ImageCopy.CopyAsync(local, client.Repository(registry.Host, "team/api"), image.Root, CopyOptions.Default with { Tags = ["1.0"] }, null, Ct);
        string name = $"docker://{registry.Host}/team/api:1.0";
        using JsonDocument said = JsonDocument.Parse(await SkopeoAsync("inspect", "--tls-verify=false", name));
        Assert.Equal(image.Root.Digest.ToString(), said.RootElement.GetProperty("Digest").GetString());
        Assert.Equal(image.Layers.Select(layer => layer.Digest.ToString()), said.RootElement.GetProperty("Layers").EnumerateArray().Select(layer => layer.GetString()));
        await SkopeoAsync("copy", "--preserve-digests", "--src-tls-verify=false", name, $"dir:{folder}/copy");
        Assert.Equal(image.BytesOf(image.Layers[1]), await File.ReadAllBytesAsync($"{folder}/copy/{image.Layers[1].Digest.Hex}", Ct));
    }

    [Theory]
    [InlineData("oci", MediaTypes.OciManifest)]
    [InlineData("v2s2", MediaTypes.DockerManifest)]
    public async Task What_skopeo_pushes_is_pulled_in_either_format(string format, string mediaType)
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        await WriteLayoutAsync();
        await SkopeoAsync("copy", "--format", format, "--dest-tls-verify=false", $"oci:{folder}/layout:x", $"docker://{registry.Host}/api:1");
        RegistryRepository repository = client.Repository(registry.Host, "api");
        Descriptor? root = await repository.ResolveAsync("1", Ct);
        Assert.Equal(mediaType, root?.MediaType);
        Assert.NotNull(root);
        await using var local = new MemoryRepository();
        CopyResult result = await ImageCopy.CopyAsync(repository, local, root, CopyOptions.Default, null, Ct);
        Assert.Equal(3, result.MovedCount);

        // And back again under another name, byte for byte, for skopeo to read.
        await ImageCopy.CopyAsync(local, client.Repository(registry.Host, "again"), root, CopyOptions.Default with { Tags = ["1"] }, null, Ct);
        using JsonDocument said = JsonDocument.Parse(await SkopeoAsync("inspect", "--tls-verify=false", $"docker://{registry.Host}/again:1"));
        Assert.Equal(root.Digest.ToString(), said.RootElement.GetProperty("Digest").GetString());
    }

    [Theory]
    [InlineData("zstd", MediaTypes.OciLayerZstd)]
    [InlineData("gzip", MediaTypes.OciLayerGzip)]
    public async Task A_layer_that_another_client_compressed_is_pushed_as_the_very_blob_that_was_pulled(string compression, string mediaType)
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        await WriteLayoutAsync();
        await SkopeoAsync("copy", "--dest-compress-format", compression, "--dest-compress-level", "9", "--dest-tls-verify=false", $"oci:{folder}/layout:x", $"docker://{registry.Host}/base:1");
        RegistryRepository from = client.Repository(registry.Host, "base");
        Descriptor root = Assert.IsType<Descriptor>(await from.ResolveAsync("1", Ct));
        ManifestDocument document = await from.ReadManifestAsync(root, Ct);
        Descriptor layer = Assert.Single(document.Manifest!.Layers);
        Assert.Equal(mediaType, layer.MediaType);

        // An image built on it names the blob as it is; the push mounts or sends exactly that.
        await using var local = new MemoryRepository();
        await ImageCopy.CopyAsync(from, local, root, CopyOptions.Default, null, Ct);
        TestImage built = TestImage.Create(3, Amd64, 1000);
        byte[] manifest = ImageManifestJson.Write(new ImageManifest(MediaTypes.OciManifest, built.Items[1].Descriptor, [layer, .. built.Layers]));
        await built.WriteToAsync(local, null, Ct);
        Descriptor pushed = TestImage.Describe(MediaTypes.OciManifest, manifest);
        await local.WriteAsync(pushed, new MemoryStream(manifest), Ct);
        await using RegistryProcess prod = await StartAsync();
        await ImageCopy.CopyAsync(local, client.Repository(prod.Host, "api"), pushed, CopyOptions.Default with { Tags = ["1"] }, null, Ct);
        Assert.Equal(await from.ReadAsync(layer), await client.Repository(prod.Host, "api").ReadAsync(layer));
    }

    /// <summary>A layout with one uncompressed layer, so that skopeo has something to compress.</summary>
    private async Task WriteLayoutAsync()
    {
        byte[] tar = new byte[10240];
        byte[] config = ImageConfigJson.Write(new ImageConfig(Amd64, ContainerConfig.Empty, [Digest.Of(tar)], [], null, null));
        Descriptor layer = TestImage.Describe(MediaTypes.OciLayerTar, tar);
        Descriptor configDescriptor = TestImage.Describe(MediaTypes.OciConfig, config);
        byte[] manifest = ImageManifestJson.Write(new ImageManifest(MediaTypes.OciManifest, configDescriptor, [layer]));
        Descriptor root = TestImage.Describe(MediaTypes.OciManifest, manifest);
        string blobs = Path.Combine(folder, "layout", "blobs", "sha256");
        Directory.CreateDirectory(blobs);
        foreach (byte[] blob in new[] { tar, config, manifest })
        {
            await File.WriteAllBytesAsync(Path.Combine(blobs, Digest.Of(blob).Hex), blob, Ct);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "layout", "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""", Ct);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "layout", "index.json"),
            $$$"""{"schemaVersion":2,"manifests":[{"mediaType":"{{{root.MediaType}}}","digest":"{{{root.Digest}}}","size":{{{root.Size}}},"annotations":{"org.opencontainers.image.ref.name":"x"}}]}""",
            Ct);
    }

    private static async Task<string> SkopeoAsync(params string[] arguments)
    {
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(part => Path.Combine(part, "skopeo")).FirstOrDefault(File.Exists);
        if (path is null)
        {
            Assert.Skip("skopeo is not installed.");
        }

        // The registries of a test are on this machine, whatever proxy it has.
        var start = new ProcessStartInfo(path, ["--insecure-policy", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["no_proxy"] = start.Environment["NO_PROXY"] = "127.0.0.1,localhost";
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("skopeo did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync(Ct);
        string error = await process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0, error);
        return await output;
    }
}
