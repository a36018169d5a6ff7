using System.Collections.Immutable;
using BuildKit.Engine.Events;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Scheduling;

/// <summary>How the steps of a build ended, and the events that say so.</summary>
internal sealed class StepReports(EventStream events, ImmutableArray<StepRef> steps)
{
    private readonly Dictionary<StepRef, StepReport> ended = [];
    private readonly Lock gate = new();

    /// <summary>One for each needed step, in their order; those that never came to an end were cancelled.</summary>
    internal ImmutableArray<StepReport> All
    {
        get
        {
            lock (gate)
            {
                return [.. steps.Select(step => ended.GetValueOrDefault(step) ?? Cancelled(step))];
            }
        }
    }

    /// <summary>Says that a step begins to run.</summary>
    internal void Start(StepRef step) => events.Emit(elapsed => new StepStarted(elapsed, step));

    /// <summary>Says that a step ended.</summary>
    internal void End(StepReport report)
    {
        lock (gate)
        {
            // A second walk, after a remote cache was lost, finds what the first one made.
            if (report.Outcome == StepOutcome.Cached && ended.TryGetValue(report.Step, out StepReport? first) && first.Outcome is (StepOutcome.Cached or StepOutcome.Ran))
            {
                return;
            }

            ended[report.Step] = report;
        }

        events.Emit(elapsed => new StepCompleted(elapsed, report.Step, report.Outcome, report.Duration, report.LayerBytes, report.Reason) { Remote = report.Remote });
    }

    private static StepReport Cancelled(StepRef step) => new(step, StepOutcome.Cancelled, TimeSpan.Zero, null, null, 0, null);
}
