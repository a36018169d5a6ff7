using System.Collections.Immutable;
using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Engine.Tests.Scheduling;

/// <summary>Looking at a failed run before its build fails.</summary>
public sealed class FailedRunTests
{
    [Fact]
    public async Task A_failed_run_is_looked_at_once_when_every_other_step_has_ended_and_then_nothing_of_it_is_left()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef start = sketch.Base();
        StepRef endless = sketch.Run(start, "sleep 1000");
        StepRef failing = sketch.Run(start, "echo half > /half; exit 3");
        ImmutableArray<Target> targets = [sketch.Stage("Endless", endless), sketch.Stage("Failing", failing)];
        var events = new EventRecorder();
        var looks = new List<(StepRef Step, StepOutcome Beside, string Shell, bool IsThere)>();
        bool IsThere() => Directory.EnumerateFiles(world.Store.Paths.Temporary, "half", SearchOption.AllDirectories).Any();

        StepFailedException failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, events, request => request with
        {
            OnFailedRun = (failed, run, _) =>
            {
                looks.Add((failed.Reference, events.EndOf(endless).Outcome, run.Shell, IsThere()));
                return Task.CompletedTask;
            },
        }, BuildWorld.Ct, [.. targets]));

        Assert.Equal([(failing, StepOutcome.Cancelled, "/bin/sh", true)], looks);
        Assert.Equal((failing, 3), (failure.Reference, failure.ExitCode));
        Assert.False(IsThere());
    }

    [Fact]
    public async Task Of_several_runs_that_fail_one_is_looked_at_and_none_leaves_anything()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef start = sketch.Base();
        ImmutableArray<Target> targets = [.. Enumerable.Range(1, 6).Select(code => sketch.Stage($"Failing{code}", sketch.Run(start, $"echo half > /half; exit {code}")))];
        int looks = 0;

        await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, new EventRecorder(), request => request with
        {
            OnFailedRun = (_, _, _) => Task.FromResult(++looks),
        }, BuildWorld.Ct, [.. targets]));

        Assert.Equal(1, looks);
        Assert.Empty(Directory.GetFileSystemEntries(world.Store.Paths.Temporary).SelectMany(Directory.GetDirectories));
    }
}
