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

    [Fact]
    public async Task A_build_keeps_the_store_below_what_the_variable_says_and_a_warm_one_looks_at_nothing()
    {
        folder.Write("Buildfile", """
            param string text = "";
            image Api from scratch
            {
                Copy("busybox", to: "/bin/sh", mode: "0755");
                Copy("busybox", to: "/bin/busybox", mode: "0755");
                Run($"busybox cat /bin/sh > /large; echo {text} >> /large");
            }

            """);
        for (int text = 0; text < 3; text++)
        {
            Assert.Equal(0, (await folder.RunAsync("build", "--set", $"text={text}")).ExitCode);
        }

        string[] layers = Directory.GetDirectories(Path.Combine(folder.Store, "layers"));
        folder.Environment["BUILDKIT_KEEP"] = "14MB";
        ToolResult warm = await folder.RunAsync("build", "--set", "text=2");
        Assert.Equal(layers, Directory.GetDirectories(Path.Combine(folder.Store, "layers")));
        ToolResult build = await folder.RunAsync("build", "--set", "text=3");
        ToolResult again = await folder.RunAsync("build", "--set", "text=3", "--progress", "plain");

        Assert.Equal((0, ""), (warm.ExitCode, warm.Error));
        Assert.Equal(0, build.ExitCode);
        Assert.Matches("^collected .* of the store, which BUILDKIT_KEEP limits; .* are left\n$", build.Error);
        Assert.Contains("3 steps: 3 cached, 0 ran", again.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
    }

    [Fact]
    public async Task A_collection_that_fails_after_a_build_is_a_warning()
    {
        folder.WriteImage("""Write("/a", "a");""");
        Directory.CreateDirectory(Path.Combine(folder.Store, "names"));
        File.WriteAllText(Path.Combine(folder.Store, "version"), "1\n");
        File.WriteAllText(Path.Combine(folder.Store, "names", new string('0', 64)), "{");
        folder.Environment["BUILDKIT_KEEP"] = "1";

        ToolResult build = await folder.RunAsync("build");

        Assert.Equal(0, build.ExitCode);
        Assert.StartsWith("warning BK4221: ", build.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_size_in_the_variable_is_told_before_anything_is_built()
    {
        folder.WriteImage("""Write("/a", "a");""");
        folder.Environment["BUILDKIT_KEEP"] = "much";

        ToolResult build = await folder.RunAsync("build");

        Assert.Equal(2, build.ExitCode);
        Assert.Contains("BUILDKIT_KEEP is 'much', which is no size.", build.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Store, "results")) || Directory.GetFiles(Path.Combine(folder.Store, "results")).Length > 0);
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
