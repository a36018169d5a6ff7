using System.Collections.Immutable;
using BuildKit.Engine.Events;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Store;

namespace BuildKit.Engine.Testing;

/// <summary>Runs the tests that are not known to pass side by side. One that fails keeps no other from its end.</summary>
internal sealed class TestScheduler(LocalStore store, BuildRequest request, TestRunner runner, EventStream events)
{
    private readonly TestPasses passes = new(store);

    /// <summary>Brings every test to its result.</summary>
    /// <exception cref="NamespaceNeededException">A test must run, and this process is an ordinary user's; nothing has run.</exception>
    internal async Task<ImmutableArray<TestResult>> RunAsync(ImmutableArray<TestPlan> plans, CancellationToken ct)
    {
        TestPass?[] known = [.. plans.Select(plan => plan.IsKept && !request.RunPassedTests ? passes.Find(plan.Key) : null)];
        if (known.Contains(null) && UserNamespace.IsNeeded)
        {
            throw new NamespaceNeededException("A test");
        }

        var slots = new BuildSlots();
        return [.. await Task.WhenAll(plans.Zip(known, (plan, pass) => pass is null ? RunAsync(plan, slots, ct) : Task.FromResult(Replay(plan, pass))))];
    }

    private async Task<TestResult> RunAsync(TestPlan plan, BuildSlots slots, CancellationToken ct)
    {
        TestResult result = await slots.Work.UseAsync(0, () => runner.RunAsync(plan, ct), ct);
        if (plan.IsKept && result.Outcome == TestOutcome.Passed)
        {
            passes.Keep(new TestPass(plan.Key, plan.Test.Name, result.Duration, result.Ended, [.. plan.Frames.Frames]));
        }
        else
        {
            passes.Forget(plan.Key);
        }

        events.Emit(elapsed => new TestCompleted(elapsed, result));
        return result;
    }

    private TestResult Replay(TestPlan plan, TestPass pass)
    {
        var result = new TestResult(plan.Test, plan.Image, plan.Manifest, plan.Key, TestOutcome.Known, pass.Duration, pass.Ended, null, []);
        events.Emit(elapsed => new TestCompleted(elapsed, result));
        return result;
    }
}
