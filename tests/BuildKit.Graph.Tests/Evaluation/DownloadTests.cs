using BuildKit.Graph.Export;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class DownloadTests
{
    private static readonly Digest Content = Digest.Of("content"u8);

    [Theory]
    [InlineData("https://example.com/v1/tool.tar.gz", "/opt/", "/opt/tool.tar.gz")]
    [InlineData("https://example.com/v1/tool%20one?x=/y#z", "/opt/", "/opt/tool one")]
    [InlineData("http://example.com/tool", ".", "./tool")]
    [InlineData("https://example.com/tool", "bin/other", "bin/other")]
    public void A_folder_takes_the_last_name_of_the_url(string url, string to, string path) =>
        Assert.Equal(path, Step($"Download(\"{url}\", to: \"{to}\");").Path);

    [Fact]
    public void What_the_call_says_is_in_the_step()
    {
        DownloadStep step = Step($"Download(\"https://example.com/a\", to: \"/a\", digest: \"{Content}\", owner: \"app\", mode: \"0700\");");
        Assert.Equal(("https://example.com/a", (Digest?)Content, "app", (int?)0x1C0), (step.Url, step.Content, step.Owner, step.Mode));
        Assert.Equal("Download https://example.com/a", step.Display);
        Assert.Null(Step("Download(\"https://example.com/a\", to: \"/a\", digest: null);").Content);
    }

    [Theory]
    [InlineData("digest: null")]
    [InlineData("owner: \"1:2\", mode: \"4755\"")]
    public void The_exported_graph_follows_its_schema(string arguments)
    {
        string json = GraphJson.Write(Evaluate.Graph($"image App from scratch {{ Download(\"https://example.com/a\", to: \"/a\", {arguments}); }}"));
        SchemaFolder.Ours.Validate("graph.schema.json", json);
        Assert.Contains("\"url\": \"https://example.com/a\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_url_is_in_the_id_and_not_in_the_key()
    {
        DownloadStep here = Step("Download(\"https://example.com/a\", to: \"/a\");");
        DownloadStep there = Step("Download(\"https://example.org/b\", to: \"/a\");");
        Assert.Equal(KeyOf(here), KeyOf(there));
        Assert.NotEqual(KeyOf(here), KeyOf(there with { Path = "/b" }));
        Assert.NotEqual(
            StepIds.Of(Evaluate.Graph("image A from scratch { Download(\"https://example.com/a\", to: \"/a\"); }"))[^1],
            StepIds.Of(Evaluate.Graph("image A from scratch { Download(\"https://example.org/a\", to: \"/a\"); }"))[^1]);
    }

    private static Digest KeyOf(DownloadStep step) => StepKeys.Download(step, Oci.Images.ContainerConfig.Empty, Content, Digest.Of("place"u8), null).ToDigest();

    private static DownloadStep Step(string call) => Evaluate.Graph($"image App from scratch {{ {call} }}").Steps.OfType<DownloadStep>().Single();
}
