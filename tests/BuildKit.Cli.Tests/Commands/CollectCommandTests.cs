using System.Diagnostics;
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

    [Fact]
    public async Task While_another_process_builds_nothing_is_removed_and_the_error_names_it()
    {
        folder.WriteImage("""Run("echo up; until [ -e /cache/go ]; do busybox sleep 0.05; done", mounts: [Cache("/cache")]);""");
        using Process build = folder.Start(["build", "--progress", "plain"]);
        while (await build.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.EndsWith(" up", StringComparison.Ordinal))
        {
        }

        ToolResult gc = await folder.RunAsync("gc", "--keep", "0");
        string cache = Directory.EnumerateDirectories(Path.Combine(folder.Store, "caches"), "*-*", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(Path.Combine(cache, "go"), "", TestContext.Current.CancellationToken);
        await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((1, 0), (gc.ExitCode, build.ExitCode));
        Assert.Contains($"error BK4220: Process {build.Id} uses the store {folder.Store}.", gc.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await folder.RunAsync("run", "api", "/bin/busybox", "true")).ExitCode);
        Assert.StartsWith("results: ", (await GcAsync("--keep", "0")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_at_once_all_succeed()
    {
        folder.WriteImage("""Write("/a", "a");""");
        await BuildAsync();

        ToolResult[] all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => folder.RunAsync("gc", "--keep", "0")));

        Assert.All(all, gc => Assert.True(gc is { ExitCode: 0, Error: "" }, gc.ToString()));
        Assert.Single(all, gc => gc.Output.Contains("results: 3, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_makes_no_store()
    {
        folder.WriteImage("""Write("/a", "a");""");

        ToolResult plan = await folder.RunAsync("plan");

        Assert.True(plan is { ExitCode: 0, Error: "" }, plan.ToString());
        Assert.False(Directory.Exists(folder.Store));
        Assert.DoesNotContain(Directory.EnumerateDirectories(Path.GetTempPath(), "buildkit-*"), left => Directory.Exists(Path.Combine(left, "locks")) && !left.StartsWith(Path.GetDirectoryName(folder.Store)!, StringComparison.Ordinal));
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
