using System.Collections.Immutable;
using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Tests.Scheduling;

public sealed class FailureTests
{
    [Fact]
    public async Task A_failing_command_says_its_step_its_exit_code_and_its_last_output()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "exec >&2; for i in $(busybox seq 1 80 2>/dev/null || echo 80); do echo line $i; done; echo broken; exit 7");
        StageTarget stage = sketch.Stage("Build", run);

        StepFailedException failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, stage));

        Assert.Equal(ExecutionErrorCodes.CommandFailed, failure.Code);
        Assert.Equal(7, failure.ExitCode);
        Assert.Equal(run, failure.Reference);
        Assert.Equal("broken", failure.Output[^1]);
        Assert.InRange(failure.Output.Length, 1, 50);
        Assert.Equal(StepOutcome.Failed, failure.Steps.Single(step => step.Step == run).Outcome);
    }

    [Fact]
    public async Task After_a_failing_step_nothing_half_made_is_left_and_the_next_build_works()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef start = sketch.Base();
        StageTarget broken = sketch.Stage("Broken", sketch.Run(start, "echo half > /half; exit 1"));
        StageTarget good = sketch.Stage("Good", sketch.Run(start, "echo whole > /whole"));
        await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, broken));

        int layers = Directory.GetDirectories(world.Store.Paths.Layers).Length;
        BuildResult result = await world.BuildAsync(sketch, good);

        Assert.Equal(1, layers);
        Assert.Equal(StepOutcome.Ran, result.Steps[^1].Outcome);
        Assert.Empty(Directory.GetFileSystemEntries(world.Store.Paths.Temporary).SelectMany(Directory.GetDirectories));
    }

    [Fact]
    public async Task The_first_failure_stops_what_runs_beside_it()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef start = sketch.Base();
        StepRef endless = sketch.Run(start, "echo waiting; sleep 1000");
        StepRef failing = sketch.Run(start, "exit 3");
        StepRef after = sketch.Run(endless, "echo never");
        ImmutableArray<Target> targets = [sketch.Stage("After", after), sketch.Stage("Failing", failing)];

        StepFailedException failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, [.. targets]));

        Assert.Equal(failing, failure.Reference);
        Assert.Equal(
            [StepOutcome.Cancelled, StepOutcome.Failed, StepOutcome.Cancelled],
            failure.Steps.Where(step => step.Step != start).Select(step => step.Outcome));
    }

    [Fact]
    public async Task A_cancelled_build_stops_the_running_command_and_throws()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "echo started; sleep 1000");
        StageTarget stage = sketch.Stage("Build", run);
        using var stop = new CancellationTokenSource();
        var events = new EventRecorder();
        events.Happened += happened => _ = happened is StepOutput ? stop.CancelAsync() : Task.CompletedTask;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.BuildAsync(sketch, events, false, stop.Token, stage));

        Assert.Equal(StepOutcome.Cancelled, events.EndOf(run).Outcome);
    }

    [Fact]
    public async Task A_command_beyond_its_timeout_is_stopped_with_its_own_code()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "sleep 1000", new RunOptions { Timeout = TimeSpan.FromMilliseconds(200) });
        StageTarget stage = sketch.Stage("Build", run);

        StepFailedException failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, stage));

        Assert.Equal(ExecutionErrorCodes.CommandTimedOut, failure.Code);
    }

    [Fact]
    public async Task A_command_that_a_signal_ends_is_told_from_one_that_exits()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "exit 137");
        StepRef killed = sketch.Run(sketch.Base(), "kill -11 $$; sleep 5");
        StageTarget exits = sketch.Stage("Exits", run);
        StageTarget dies = sketch.Stage("Dies", killed);

        StepFailedException exited = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, exits));
        StepFailedException signalled = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, dies));

        Assert.Equal((ExecutionErrorCodes.CommandFailed, 137), (exited.Code, exited.ExitCode));
        Assert.Equal((ExecutionErrorCodes.CommandKilled, 139), (signalled.Code, signalled.ExitCode));
    }

    [Fact]
    public async Task A_copy_that_matches_nothing_fails_with_the_place_of_its_step()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef copy = sketch.Copy(sketch.Base(), "missing/*.txt", "/x/");
        StageTarget stage = sketch.Stage("Build", copy);

        StepFailedException failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, stage));

        Assert.Equal(ExecutionErrorCodes.NothingMatches, failure.Code);
        Assert.Equal(copy, failure.Reference);
        Assert.Null(failure.ExitCode);
    }

    [Fact]
    public async Task A_base_without_a_digest_is_refused_before_anything_is_fetched()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef start = sketch.Add(new PullStep(sketch.Span(), "Build", GraphSketch.Here, ImageReference.Parse("localhost:1/base:1"), null));

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("A", start)));

        Assert.Equal(ExecutionErrorCodes.BaseNotPinned, failure.Code);
    }

    [Fact]
    public async Task A_command_beyond_its_memory_is_ended_with_its_own_code()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "x=xxxxxxxxxxxxxxxx; while true; do x=$x$x; done", new RunOptions { MemoryBytes = 32 << 20, Timeout = TimeSpan.FromMinutes(2) });
        var events = new EventRecorder();

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", run)));

        if (events.OutputOf(run).Contains("limit", StringComparison.Ordinal))
        {
            Assert.Skip("no memory cgroup can be written here");
        }

        Assert.Equal(ExecutionErrorCodes.CommandOutOfMemory, failure.Code);
    }

    [Fact]
    public async Task Independent_steps_run_side_by_side()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef start = sketch.Base();
        var rendezvous = new Graph.Mounts.CacheMount("/meet", "meet", Graph.Mounts.CacheSharing.Shared);
        var options = new RunOptions { Mounts = [rendezvous], Timeout = TimeSpan.FromSeconds(60) };

        // Each waits for the other: one after the other they would never end.
        StepRef one = sketch.Run(start, "touch /meet/one; while [ ! -e /meet/two ]; do sleep 0.05; done", options);
        StepRef two = sketch.Run(start, "touch /meet/two; while [ ! -e /meet/one ]; do sleep 0.05; done", options);

        BuildResult result = await world.BuildAsync(sketch, sketch.Stage("One", one), sketch.Stage("Two", two));

        Assert.All(result.Steps.Skip(1), step => Assert.Equal(StepOutcome.Ran, step.Outcome));
    }
}
