using System.Diagnostics;
using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Store;
using BuildKit.Graph.Steps;
using BuildKit.Oci;

namespace BuildKit.Engine.Tests.Scheduling;

public sealed class SeveralProcessTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_builds_at_once_on_one_store_run_one_step_once()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        const string Script = "echo ran; sleep 0.5; echo made > /made";
        string[] logs = [Path.Combine(world.Folder, "one.log"), Path.Combine(world.Folder, "two.log")];
        Process[] builds = [.. logs.Select((log, number) => BuildWorker.Start(Path.Combine(world.Folder, "w" + number), world.Store.Paths.Root, Script, log))];
        foreach (Process build in builds)
        {
            string output = await build.StandardOutput.ReadToEndAsync(Ct);
            await build.WaitForExitAsync(Ct);
            Assert.True(build.ExitCode == 0, output);
        }

        string[] lines = [.. logs.SelectMany(File.ReadAllLines).Order(StringComparer.Ordinal)];

        Assert.Equal(["end Cached", "end Ran", "ran"], lines);
    }

    [Fact]
    public async Task A_build_killed_in_the_middle_of_a_step_leaves_a_whole_store_and_no_process()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        string log = Path.Combine(world.Folder, "log");
        string mark = "1000." + Random.Shared.Next(100000, 999999);
        Process build = BuildWorker.Start(Path.Combine(world.Folder, "w"), world.Store.Paths.Root, $"echo half > /half; echo started; sleep {mark}", log);
        while (!File.Exists(log) || !(await File.ReadAllTextAsync(log, Ct)).Contains("started", StringComparison.Ordinal))
        {
            Assert.False(build.HasExited, "the build ended by itself");
            await Task.Delay(20, Ct);
        }

        build.Kill();
        await build.WaitForExitAsync(Ct);
        await NobodyRunsAsync(mark);
        string[] left = Directory.GetDirectories(world.Store.Paths.Temporary);
        world.Reopen();

        Assert.Equal(2, left.Length);
        Assert.Equal([world.Store.Temporary.Own], Directory.GetDirectories(world.Store.Paths.Temporary));
        Assert.DoesNotContain(world.Store.Paths.Root, await File.ReadAllTextAsync("/proc/self/mountinfo", Ct), StringComparison.Ordinal);
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "test ! -e /half && echo whole");
        var events = new EventRecorder();
        await world.BuildAsync(sketch, events, noCache: false, sketch.Image("Api", run));
        Assert.Equal("whole", events.OutputOf(run));
    }

    [Fact]
    public async Task A_full_disk_is_named_and_the_next_build_works()
    {
        string folder = Directory.CreateTempSubdirectory("bk-full-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder) != 0)
        {
            Directory.Delete(folder);
            Assert.Skip("no tmpfs can be mounted here");
        }

        try
        {
            using BuildWorld world = await BuildWorld.CreateAsync(folder, null, ownsFolder: false);
            GraphSketch sketch = world.Sketch();
            StepRef start = sketch.Base();
            StepRef small = sketch.Run(start, "echo small > /small");
            await world.BuildAsync(sketch, sketch.Image("Small", small));
            string large = Path.Combine(world.Context, "large.bin");
            await File.WriteAllBytesAsync(large, new byte[5 << 20], Ct);
            StepRef copy = sketch.Copy(start, "large.bin", "/large.bin");

            var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Image("Large", copy)));

            Assert.Contains(failure.Code, new[] { ExecutionErrorCodes.DiskFull, ExecutionErrorCodes.StoreFull });
            Assert.Equal(copy, failure.Reference);
            Assert.NotNull(failure.Advice);
            File.Delete(large);
            world.Reopen();
            BuildResult again = await world.BuildAsync(sketch, sketch.Image("Small", small));
            Assert.All(again.Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
        }
        finally
        {
            Run("umount", folder);
            Directory.Delete(folder);
        }
    }

    [Fact]
    public void A_store_on_a_disk_without_any_room_says_so()
    {
        string folder = Directory.CreateTempSubdirectory("bk-full-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder) != 0)
        {
            Directory.Delete(folder);
            Assert.Skip("no tmpfs can be mounted here");
        }

        try
        {
            string filler = Path.Combine(folder, "filler");
            Assert.Throws<IOException>(() => File.WriteAllBytes(filler, new byte[128 << 10]));

            var failure = Assert.Throws<BuildKitException>(() => LocalStore.Open(new StorePaths(Path.Combine(folder, "store"))));

            Assert.Equal(ExecutionErrorCodes.StoreFull, failure.Code);
            File.Delete(filler);
            LocalStore.Open(new StorePaths(Path.Combine(folder, "store"))).Dispose();
        }
        finally
        {
            Run("umount", folder);
            Directory.Delete(folder);
        }
    }

    [Fact]
    public async Task A_lost_index_costs_time_and_nothing_else()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("a.txt", "a");
        GraphSketch sketch = world.Sketch();
        StepRef copy = sketch.Copy(sketch.Base(), "a.txt", "/");
        BuildResult first = await world.BuildAsync(sketch, sketch.Image("Api", copy));
        world.Store.Dispose();
        File.WriteAllText(world.Store.Paths.Index, new string('x', 5000));
        world.Reopen();

        BuildResult second = await world.BuildAsync(sketch, sketch.Image("Api", copy));

        Assert.Equal(first.Images[0].Manifest, second.Images[0].Manifest);
        Assert.All(second.Steps, step => Assert.Equal(StepOutcome.Cached, step.Outcome));
    }

    [Fact]
    public async Task A_damaged_result_is_run_again()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "echo made > /made");
        await world.BuildAsync(sketch, sketch.Stage("A", run));
        string file = Directory.GetFiles(world.Store.Paths.Results).Single();
        File.WriteAllText(file, File.ReadAllText(file)[..20]);
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", run));

        Assert.Equal(StepOutcome.Ran, events.EndOf(run).Outcome);
    }

    // The kernel ends the sandbox with its parent; this waits for that and fails if it never comes.
    private static async Task NobodyRunsAsync(string argument)
    {
        for (int i = 0; i < 500; i++)
        {
            if (!Directory.GetDirectories("/proc").Any(process => CommandLineOf(process).Contains(argument, StringComparison.Ordinal)))
            {
                return;
            }

            await Task.Delay(20, Ct);
        }

        Assert.Fail("the step's process outlived the build");
    }

    private static string CommandLineOf(string process)
    {
        try
        {
            return int.TryParse(Path.GetFileName(process), out _) ? File.ReadAllText(Path.Combine(process, "cmdline")) : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
