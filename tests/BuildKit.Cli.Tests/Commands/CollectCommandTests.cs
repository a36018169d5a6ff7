using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

/// <summary><c>buildkit gc</c></summary>
public sealed class CollectCommandTests : IDisposable
{
    private readonly ToolFolder folder = ToolFolder.WithBusybox();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_says_what_went_and_what_is_left_and_the_image_still_runs()
    {
        folder.WriteImage("""Run("echo made > /made", mounts: [Cache("/cache")]); Entrypoint("/bin/busybox", "cat", "/made");""");
        await BuildAsync();

        ToolResult nothing = await GcAsync();
        ToolResult dry = await GcAsync("--keep", "0", "--dry-run");
        ToolResult all = await GcAsync("--keep", "0");
        ToolResult run = await folder.RunAsync("run", "api");

        Assert.StartsWith("freed 0 B, ", nothing.Output, StringComparison.Ordinal);
        Assert.StartsWith("results: 3, ", all.Output, StringComparison.Ordinal);
        Assert.Contains("builds: 1, ", all.Output, StringComparison.Ordinal);
        Assert.Contains("caches: 1, 0 B\n", all.Output, StringComparison.Ordinal);
        Assert.Equal(all.Output, dry.Output.Replace("would free", "freed", StringComparison.Ordinal).Replace("would be left", "are left", StringComparison.Ordinal));
        Assert.Equal("made\n", run.Output);
    }

    [Fact]
    public async Task The_document_follows_its_schema()
    {
        folder.WriteImage("""Write("/a", "a");""");
        await BuildAsync();

        SchemaFolder.Ours.Validate("collection.schema.json", (await GcAsync("--json", "--keep", "0", "--dry-run")).Output);
        SchemaFolder.Ours.Validate("collection.schema.json", (await GcAsync("--json", "--older-than", "1d12h")).Output);
    }

    [Theory]
    [InlineData("--keep", "much", "--keep 'much' is no size.")]
    [InlineData("--keep", "-1", "--keep '-1' is no size.")]
    [InlineData("--older-than", "14", "--older-than '14' is no length of time")]
    [InlineData("--older-than", "soon", "--older-than 'soon' is no length of time")]
    public async Task A_wrong_size_or_time_is_a_mistake_and_nothing_is_removed(string option, string value, string expected)
    {
        ToolResult gc = await folder.RunAsync("gc", $"{option}={value}");

        Assert.Equal(2, gc.ExitCode);
        Assert.Contains(expected, gc.Error, StringComparison.Ordinal);
    }

    private async Task BuildAsync()
    {
        ToolResult build = await folder.RunAsync("build");
        Assert.True(build.ExitCode == 0, build.ToString());
    }

    private async Task<ToolResult> GcAsync(params string[] more)
    {
        ToolResult gc = await folder.RunAsync(["gc", .. more]);
        Assert.True(gc is { ExitCode: 0, Error: "" }, gc.ToString());
        return gc;
    }
}
