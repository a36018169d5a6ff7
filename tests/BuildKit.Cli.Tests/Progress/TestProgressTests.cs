using System.Text.Json.Nodes;
using BuildKit.Cli.Progress;

namespace BuildKit.Cli.Tests.Progress;

/// <summary>How tests are shown, on recorded ones.</summary>
public sealed class TestProgressTests
{
    [Fact]
    public void In_plain_lines_each_says_whose_it_is_and_a_service_is_told_from_a_step()
    {
        string expected = $"""
            [Files] PASSED before on this image
            [Smoke] testing Api
            [Smoke] 0.14 service: listening    on 8080
            [Smoke] 0.29 Unhealthy
            [Smoke] FAILED after 430 ms
            api:latest  {RecordedBuild.Result.Images[0].Manifest.Digest}  linux/amd64  12.3 MB
            4 steps: 1 cached, 3 ran, in 1.6 s
            1 passed, 1 failed
            """;
        Assert.StartsWith(expected + "\n", ProgressText.PlayTests(output => new PlainProgress(output), useColor: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_object_about_tests_is_under_the_schema()
    {
        string[] lines = ProgressText.PlayTests(output => new JsonProgress(output), useColor: true).TrimEnd('\n').Split('\n');
        Assert.All(lines, line => SchemaFolder.Ours.Validate("progress.schema.json", line));
        JsonNode[] objects = [.. lines.Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(
            ["build.started", "test.completed", "test.started", "test.output", "test.output", "test.completed", "build.completed", "image.delivered"],
            objects.Select(one => (string?)one["event"]));
        Assert.Equal(("known", "failed"), ((string?)objects[1]["outcome"], (string?)objects[5]["outcome"]));
        Assert.Equal((null, 2), ((int?)objects[3]["step"], (int?)objects[4]["step"]));
        Assert.Equal(("BK4204", "Buildfile(3,5)", 4), ((string?)objects[5]["code"], (string?)objects[5]["place"], (int?)objects[5]["exitCode"]));
        Assert.Equal((1, 1), ((int?)objects[6]["passed"], (int?)objects[6]["failed"]));
    }
}
