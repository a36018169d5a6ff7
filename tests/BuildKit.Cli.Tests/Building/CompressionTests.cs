using System.Text.Json.Nodes;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Building;

public sealed class CompressionTests : IDisposable
{
    private readonly ToolFolder folder = ToolFolder.WithBusybox();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Another_compression_runs_no_step_and_changes_no_layer_but_its_blob()
    {
        folder.WriteImage("""Run("echo made > /made");""");
        ToolResult gzip = await folder.RunAsync("build", "--output", "oci:gzip");
        ToolResult zstd = await folder.RunAsync("build", "--compression", "zstd:9", "--output", "oci:zstd");
        ToolResult back = await folder.RunAsync("build", "--compression", "gzip", "--output", "oci:back");

        Assert.True((gzip.ExitCode, zstd.ExitCode, back.ExitCode) == (0, 0, 0), $"{gzip}{zstd}{back}");
        Assert.Contains("3 cached", zstd.Output, StringComparison.Ordinal);
        Assert.Equal(DiffIdsOf("gzip"), DiffIdsOf("zstd"));
        Assert.Equal(["application/vnd.oci.image.layer.v1.tar+gzip"], MediaTypesOf("gzip").Distinct());
        Assert.Equal(["application/vnd.oci.image.layer.v1.tar+zstd"], MediaTypesOf("zstd").Distinct());
        Assert.Equal(ManifestOf("gzip").ToJsonString(), ManifestOf("back").ToJsonString());
    }

    [Fact]
    public async Task A_layer_that_is_known_in_a_format_is_not_compressed_again()
    {
        folder.WriteImage("""Run("echo made > /made");""");
        Assert.Equal(0, (await folder.RunAsync("build", "--compression", "zstd")).ExitCode);
        string[] before = BlobTimes();

        Assert.Equal(0, (await folder.RunAsync("build", "--compression", "zstd:3")).ExitCode);

        Assert.Equal(before, BlobTimes());
    }

    [Theory]
    [InlineData("xz")]
    [InlineData("zstd:23")]
    [InlineData("")]
    public async Task What_is_no_compression_is_refused_before_anything_is_built(string text)
    {
        folder.WriteImage("");
        foreach (string command in (string[])["build", "test", "run"])
        {
            ToolResult result = await folder.RunAsync([command, "--compression", text, .. command == "run" ? (string[])["api"] : []]);
            Assert.Equal(2, result.ExitCode);
            Assert.StartsWith($"error BK4301: --compression '{text}' is no way to compress.", result.Error, StringComparison.Ordinal);
        }
    }

    private string[] BlobTimes() =>
        [.. Directory.GetFiles(Path.Combine(folder.Store, "blobs", "sha256")).Order(StringComparer.Ordinal).Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O}")];

    private string DiffIdsOf(string layout)
    {
        string config = ManifestOf(layout)["config"]!["digest"]!.GetValue<string>();
        return BlobOf(layout, config)["rootfs"]!["diff_ids"]!.ToJsonString();
    }

    private IEnumerable<string> MediaTypesOf(string layout) => ManifestOf(layout)["layers"]!.AsArray().Select(layer => layer!["mediaType"]!.GetValue<string>());

    private JsonNode ManifestOf(string layout)
    {
        JsonNode index = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Folder, layout, "index.json")))!;
        return BlobOf(layout, index["manifests"]![0]!["digest"]!.GetValue<string>());
    }

    private JsonNode BlobOf(string layout, string digest) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Folder, layout, "blobs", "sha256", digest["sha256:".Length..])))!;
}
