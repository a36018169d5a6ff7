using System.Text.Json;
using System.Text.Json.Nodes;
using BuildKit.Cli.Progress;
using BuildKit.Cli.Tests.House;

namespace BuildKit.Cli.Tests.Progress;

public sealed class JsonProgressTests
{
    [Fact]
    public void Every_line_is_an_object_under_the_schema()
    {
        string[] lines = [.. Lines(null), .. Lines(RecordedBuild.Failure), .. Lines(new OperationCanceledException()), .. Lines(new InvalidOperationException("odd"))];
        Assert.All(lines, line => SchemaFolder.Ours.Validate("progress.schema.json", line));
        string[] kinds = [.. lines.Select(line => (string)JsonNode.Parse(line)!["event"]!).Distinct()];
        Assert.Equal(
            ["build.started", "step.completed", "step.started", "step.transferred", "step.output", "build.completed", "image.delivered", "build.failed"],
            kinds);
    }

    [Fact]
    public void A_remote_cache_is_named_where_it_gave_fails_and_took()
    {
        string[] lines = ProgressText.PlayCaches(output => new JsonProgress(output)).TrimEnd('\n').Split('\n')[1..4];
        Assert.All(lines, line => SchemaFolder.Ours.Validate("progress.schema.json", line));
        Assert.Equal("localhost:5000/cache:main", (string?)JsonNode.Parse(lines[0])!["remote"]);
        Assert.Equal(["step.completed", "build.warning", "cache.exported"], lines.Select(line => (string?)JsonNode.Parse(line)!["event"]));
    }

    [Fact]
    public void A_failure_says_which_step_where_and_what_the_process_exits_with()
    {
        JsonNode failure = JsonNode.Parse(Lines(RecordedBuild.Failure)[^1])!;
        Assert.Equal("build.failed", (string?)failure["event"]);
        Assert.Equal("BK4203", (string?)failure["code"]);
        Assert.Equal("Buildfile(3,5)", (string?)failure["place"]);
        Assert.Equal((2, 2, 1), ((int)failure["step"]!, (int)failure["stepExitCode"]!, (int)failure["exitCode"]!));
    }

    [Fact]
    public void A_line_of_output_is_kept_as_it_was_printed()
    {
        string line = Lines(null).Single(text => text.Contains("title", StringComparison.Ordinal));
        Assert.Equal("\e[2J\e[31mwarning\e[0m: \e]0;title\aodd", JsonDocument.Parse(line).RootElement.GetProperty("line").GetString());
    }

    private static string[] Lines(Exception? failure) =>
        ProgressText.Play(output => new JsonProgress(output), useColor: true, failure).TrimEnd('\n').Split('\n');
}
