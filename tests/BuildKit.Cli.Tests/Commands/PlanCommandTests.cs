using System.Text.Json;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

/// <summary><c>buildkit plan</c></summary>
public sealed class PlanCommandTests : IDisposable
{
    private readonly ToolFolder folder = ToolFolder.WithBusybox();

    public PlanCommandTests()
    {
        folder.Write("src/a.txt", "a");
        folder.WriteImage("""Copy("src", to: "/src"); Run("cat /src/a.txt > /made"); Env("X", "1");""");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Before_the_first_build_the_first_step_runs_and_the_rest_is_behind_it()
    {
        ToolResult plan = await PlanAsync();

        Assert.StartsWith("[Api 1/4] Copy busybox to /bin/sh: runs\n[Api 2/4] Copy busybox to /bin/busybox: depends on [Api 1/4]\n", plan.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "4 steps: 0 cached, 1 to do, 3 behind them\nA step behind another one runs unless what it reads of it stays the same.\n", plan.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Store));
    }

    [Fact]
    public async Task After_a_build_everything_is_cached_and_after_a_change_the_file_is_named()
    {
        Assert.Equal(0, (await folder.RunAsync("build")).ExitCode);
        Assert.EndsWith("4 steps: 4 cached, 0 to do, 0 behind them\n", (await PlanAsync()).Output, StringComparison.Ordinal);

        folder.Write("src/a.txt", "other");
        ToolResult plan = await PlanAsync();

        Assert.Contains("[Api 3/4] Copy src to /src: runs (the content of what it reads changed: /src/a.txt)\n", plan.Output, StringComparison.Ordinal);
        Assert.Contains("[Api 4/4] Run cat /src/a.txt > /made: depends on [Api 3/4]\n", plan.Output, StringComparison.Ordinal);
        Assert.Contains("2 cached, 2 ran", (await folder.RunAsync("build")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_is_named_again_by_a_second_plan_and_by_the_build_that_follows()
    {
        Assert.Equal(0, (await folder.RunAsync("build")).ExitCode);
        folder.Write("src/a.txt", "other");
        const string Reason = "(the content of what it reads changed: /src/a.txt)";

        Assert.Contains(Reason, (await PlanAsync()).Output, StringComparison.Ordinal);
        Assert.Contains(Reason, (await PlanAsync()).Output, StringComparison.Ordinal);
        ToolResult build = await folder.RunAsync("build");
        Assert.True((build.Output + build.Error).Contains(Reason, StringComparison.Ordinal), build.ToString());
    }

    [Fact]
    public async Task The_document_has_every_step_and_follows_its_schema()
    {
        ToolResult plan = await PlanAsync("--json");

        SchemaFolder.Ours.Validate("plan.schema.json", plan.Output);
        using JsonDocument document = JsonDocument.Parse(plan.Output);
        Assert.Equal(
            ["cached", "runs", "depends", "depends", "depends", "depends"],
            document.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("forecast").GetString()));
    }

    [Fact]
    public async Task A_base_that_is_not_here_would_be_pulled_and_no_registry_is_asked_for_it()
    {
        folder.Write("Buildfile", """
            image Api from "127.0.0.1:1/team/base:1"
            {
                Copy("src", to: "/src");
            }
            """);

        ToolResult plan = await PlanAsync();

        Assert.Contains("[Api 1/2] From 127.0.0.1:1/team/base:1: pulled (what its name means is not known here)\n", plan.Output, StringComparison.Ordinal);
        Assert.Contains("[Api 2/2] Copy src to /src: depends on [Api 1/2]\n", plan.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Folder, "buildkit.lock")));
    }

    [Fact]
    public async Task A_step_that_copies_what_does_not_exist_is_told_with_its_place()
    {
        folder.Write("Buildfile", """
            image Api from scratch
            {
                Copy("nowhere", to: "/");
            }
            """);

        ToolResult plan = await folder.RunAsync("plan");

        Assert.Equal(1, plan.ExitCode);
        Assert.StartsWith("Buildfile(3,5): error BK", plan.Error, StringComparison.Ordinal);
    }

    private async Task<ToolResult> PlanAsync(params string[] more)
    {
        ToolResult plan = await folder.RunAsync(["plan", .. more]);
        Assert.True(plan is { ExitCode: 0, Error: "" }, plan.ToString());
        return plan;
    }
}
