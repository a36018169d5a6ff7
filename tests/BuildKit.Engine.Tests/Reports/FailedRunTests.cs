using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Tests.Reports;

/// <summary>The reports of runs that fail: they are read where overlayfs left them.</summary>
public sealed class FailedRunTests
{
    [Fact]
    public async Task Files_and_folders_come_out_of_a_run_that_fails_and_the_failure_says_where_to()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();

        StepFailedException? failure = await world.RunAsync(
            "mkdir -p /src/results/unit /out; echo one > /src/results/unit/a.trx; echo two > /out/b.xml; echo no > /out/c.txt; exit 3", ["/src/results", "/out/*.xml"]);

        Assert.Equal((ExecutionErrorCodes.CommandFailed, 3), (failure!.Code, failure.ExitCode));
        Assert.Equal(["out/b.xml=two", "src/results/unit/a.trx=one"], world.Files());
        Assert.Equal(Path.Combine(world.Folder, "Build/step-1"), failure.Reports);
        Assert.Equal((failure.Reports, 2), world.Events.Events.OfType<ReportsWritten>().Select(written => (written.Folder, written.Files)).Single());
        Assert.Empty(Directory.GetDirectories(world.Folder, ".buildkit-*"));
    }

    [Fact]
    public async Task A_relative_path_is_relative_to_the_directory_of_the_run()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();
        GraphSketch sketch = world.Build.Sketch();
        StepRef there = sketch.Config(sketch.Base(), new SetWorkDir("/src/[app]"));
        StepRef run = sketch.Run(there, "mkdir -p r/x ../y; echo 1 > r/x/a; echo 2 > ../y/b; exit 1", new RunOptions { Reports = ["r/*/a", "../y"] });

        Assert.NotNull(await world.BuildAsync(sketch, false, sketch.Stage("Build", run)));

        Assert.Equal(["src/[app]/r/x/a=1", "src/y/b=2"], world.Files(run.Index));
    }

    [Fact]
    public async Task What_the_run_deleted_stays_out_and_what_it_left_alone_comes_from_the_layers_below()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();
        GraphSketch sketch = world.Build.Sketch();
        StepRef before = sketch.Run(sketch.Base(), "mkdir -p /r/old; echo kept > /r/kept; echo gone > /r/gone; echo before > /r/changed; echo x > /r/old/x");
        StepRef run = sketch.Run(before, "rm /r/gone; echo after > /r/changed; rm -r /r/old; mkdir /r/old; echo y > /r/old/y; exit 1", new RunOptions { Reports = ["/r"] });

        Assert.NotNull(await world.BuildAsync(sketch, false, sketch.Stage("Build", run)));

        Assert.Equal(["r/changed=after", "r/kept=kept", "r/old/y=y"], world.Files(run.Index));
    }

    [Fact]
    public async Task No_link_leads_out_of_the_root_and_only_files_and_folders_come_out()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();
        string outside = Path.Combine(world.Build.Folder, "outside");
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(outside, "file"), "of the machine");

        Assert.NotNull(await world.RunAsync(
            $"""
            mkdir -p /real /r; echo inside > /real/file
            busybox ln -s {outside} /r/link; busybox ln -s {outside}/file /r/file; busybox ln -s ../../../../../../..{outside}/file /climb
            busybox ln -s {outside} /absolute; busybox ln -s /real /alias
            mkdir /r/empty; busybox mkfifo /r/pipe; busybox mknod /r/null c 1 3 || true
            exit 1
            """, ["/r", "/climb", "/absolute", "/alias", "/r/link/file"]));

        Assert.Equal(["alias/file=inside"], world.Files());
        Assert.Equal(["empty"], Directory.GetFileSystemEntries(Path.Combine(world.Folder, "Build/step-1/r")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Files_of_another_user_without_any_right_are_readable_outside()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();

        Assert.NotNull(await world.RunAsync(
            "mkdir -p /r/closed; echo hidden > /r/closed/a; chmod 6000 /r/closed/a; chown -R app:app /r; chmod 000 /r/closed; exit 1", ["/r"]));

        Assert.Equal(["r/closed/a=hidden"], world.Files());
        FileInfo file = new(Path.Combine(world.Folder, "Build/step-1/r/closed/a"));
        Assert.Equal((UnixFileMode)0, file.UnixFileMode & (UnixFileMode.UserExecute | UnixFileMode.SetUser | UnixFileMode.SetGroup));
        Assert.True(file.UnixFileMode.HasFlag(UnixFileMode.UserRead));
        Assert.True(file.Directory!.UnixFileMode.HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public async Task A_run_that_a_signal_ends_gives_its_reports_as_well()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();

        StepFailedException? failure = await world.RunAsync("echo half > /report; kill -11 $$; sleep 5", ["/report"]);

        Assert.Equal(ExecutionErrorCodes.CommandKilled, failure!.Code);
        Assert.Equal(["report=half"], world.Files());
    }

    [Fact]
    public async Task A_file_that_holds_a_secret_stays_inside()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();
        world.Build.Environment["TOKEN"] = "s3cr3t-t0ken-0f-a-test";
        var options = new RunOptions { Mounts = [new SecretMount("/s", new SecretSource("feed", "TOKEN", null))] };

        StepFailedException? failure = await world.RunAsync(
            "mkdir /r; echo fine > /r/a; { echo token:; cat /s; } > /r/b; touch \"/r/$(cat /s)\"; exit 1", ["/r"], options: options);

        Assert.Equal(ExecutionErrorCodes.CommandFailed, failure!.Code);
        Assert.Equal(["r/a=fine"], world.Files());
        Assert.Equal(["BK4111", "BK4111"], world.Warnings);
        Assert.DoesNotContain(world.Events.Events.OfType<BuildWarning>(), warning => warning.Message.Contains("s3cr3t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_an_earlier_build_left_is_replaced_or_taken_away()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();
        await world.RunAsync("mkdir /r; echo 1 > /r/a; echo 1 > /r/b; exit 1", ["/r"]);
        await world.RunAsync("mkdir /r; echo 2 > /r/b; exit 1", ["/r"]);
        Assert.Equal(["r/b=2"], world.Files());

        StepFailedException? failure = await world.RunAsync("exit 1", ["/r"]);

        Assert.Null(failure!.Reports);
        Assert.Empty(world.Files());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_warning_beside_the_failure()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();
        File.WriteAllText(world.Folder, "a file");

        StepFailedException? failure = await world.RunAsync("echo 1 > /r; exit 9", ["/r"]);

        Assert.Equal((ExecutionErrorCodes.CommandFailed, 9, null), (failure!.Code, failure.ExitCode, failure.Reports));
        Assert.Equal(["BK4110"], world.Warnings);
    }

    [Fact]
    public async Task A_pattern_that_cannot_be_read_fails_before_the_command_runs()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();

        StepFailedException? failure = await world.RunAsync("echo ran", ["/r/[a"]);

        Assert.Equal(ExecutionErrorCodes.PatternInvalid, failure!.Code);
        Assert.DoesNotContain(world.Events.Events.OfType<StepStarted>(), start => start.Step.Index == 1);
    }

    [Fact]
    public async Task Nothing_of_a_failed_run_is_left_in_the_store()
    {
        using ReportWorld world = await ReportWorld.CreateAsync();

        await world.RunAsync("echo 1 > /r; exit 1", ["/r"]);

        Assert.Empty(Directory.GetFileSystemEntries(world.Build.Store.Paths.Temporary).SelectMany(Directory.GetDirectories));
        Assert.Empty(Directory.GetFileSystemEntries(world.Build.Store.Paths.Results));
    }
}
