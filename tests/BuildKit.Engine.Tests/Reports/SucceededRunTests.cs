using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Engine.Tests.Reports;

/// <summary>The reports of runs that succeed: they are read from the layers.</summary>
public sealed class SucceededRunTests
{
    [Fact]
    public async Task A_run_that_succeeds_gives_its_reports_and_gives_them_again_where_it_is_cached()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();
        const string script = "mkdir /r; echo good > /r/a; echo x > /other";
        Assert.Null(await world.RunAsync(script, ["/r"], ofEveryStep: true));
        Assert.Equal(["r/a=good"], world.Files());
        Directory.Delete(world.Folder, recursive: true);
        world.Build.Reopen();

        Assert.Null(await world.RunAsync(script, ["/r"], ofEveryStep: true));

        Assert.Equal(StepOutcome.Cached, world.Result!.Steps[^1].Outcome);
        Assert.Equal(["r/a=good"], world.Files());
        Assert.Equal(1, world.Events.Events.OfType<ReportsWritten>().Single().Files);
    }

    [Fact]
    public async Task Nothing_is_written_where_only_failed_runs_are_asked_for()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();

        Assert.Null(await world.RunAsync("echo 1 > /r", ["/r"]));

        Assert.False(Directory.Exists(world.Folder));
    }

    [Fact]
    public async Task Reports_are_no_part_of_what_a_run_is_known_by()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();
        Assert.Null(await world.RunAsync("echo 1 > /r", []));

        Assert.Null(await world.RunAsync("echo 1 > /r", ["/r"], ofEveryStep: true));

        Assert.Equal(StepOutcome.Cached, world.Result!.Steps[^1].Outcome);
        Assert.Equal(["r=1"], world.Files());
    }

    [Fact]
    public async Task Reports_that_match_nothing_are_a_warning()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();

        Assert.Null(await world.RunAsync("mkdir /empty", ["/r", "/empty", "/x/*.xml"], ofEveryStep: true));

        Assert.Equal(["BK4112"], world.Warnings);
        Assert.False(Directory.Exists(world.Folder));
    }

    [Fact]
    public async Task A_folder_that_was_asked_for_and_cannot_be_written_fails_the_build()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();
        File.WriteAllText(world.Folder, "a file");

        StepFailedException? failure = await world.RunAsync("echo 1 > /r", ["/r"], ofEveryStep: true);

        Assert.Equal(ExecutionErrorCodes.ReportsNotWritten, failure!.Code);
        Assert.Equal(StepOutcome.Failed, world.Events.EndOf(failure.Reference).Outcome);
        Assert.Contains(world.Folder, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_reports_changes_no_copy_of_the_context()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();
        world.Build.WriteContext("a", "1");
        world.Folder = Path.Combine(world.Build.Context, "sub", Engine.Reports.ReportFolders.DefaultName);
        world.Build.WriteContext("sub/b", "1");
        GraphSketch sketch = world.Build.Sketch();
        StepRef copy = sketch.Copy(sketch.Base(), ".", "/c/");
        StepRef run = sketch.Run(copy, "find /c -type f > /r", new RunOptions { Reports = ["/r"] });
        StageTarget stage = sketch.Stage("Build", run);
        Assert.Null(await world.BuildAsync(sketch, true, stage));

        Assert.Null(await world.BuildAsync(sketch, true, stage));

        Assert.All(world.Result!.Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
        Assert.DoesNotContain("buildkit-reports", world.Files(run.Index).Single(), StringComparison.Ordinal);
        Assert.Equal("*\n", File.ReadAllText(Path.Combine(world.Folder, ".gitignore")));
    }

    [Theory]
    [InlineData("exit 4", false)]
    [InlineData("true", true)]
    public async Task Steps_of_a_test_give_reports_of_all_that_the_steps_before_them_left(string end, bool ofEveryStep)
    {
        using ReportWorld world = await ReportWorld.CreateAsync();
        GraphSketch sketch = world.Build.Sketch();
        ImageTarget image = sketch.Image("Api", sketch.Write(sketch.Base(), "/r/image", "image"));
        var options = new RunOptions { Reports = ["/r"] };
        TestTarget test = sketch.Test("Smoke", image, null, ("echo first > /r/first", null), ($"echo second > /r/second; {end}", options));

        Assert.Null(await world.BuildAsync(sketch, ofEveryStep, image, test));

        Assert.Equal(["r/first=first", "r/image=image", "r/second=second"], world.Files(test.Steps[1].Index));
        Assert.Equal(ofEveryStep ? null : Path.Combine(world.Folder, $"Build/step-{test.Steps[1].Index}"), world.Result!.Tests.Single().Failure?.Reports);
    }
}
