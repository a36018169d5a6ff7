using System.Collections.Concurrent;
using System.Diagnostics;
using BuildKit.Engine.Assembly;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Events;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Explaining;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Reports;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Scheduling;

/// <summary>Brings one step to its result: from what is known where it is known, else by running it. A known step completes without leaving the caller's thread.</summary>
internal sealed class StepRunner(
    BuildRequest request, LocalStore store, NeededSteps needed, StepPlanner planner, BaseExecutor bases, StepPlaces places, StepReports reports, BuildSlots slots,
    LayerBlobs blobs, StepCache cache, DeferredLayers deferred, CacheSources remote, RunReports files)
{
    /// <summary>Why a step runs that is never kept.</summary>
    internal const string NeverKept = "it says cache: Never";

    private readonly ConcurrentDictionary<Digest, StepRecord> made = new();
    private readonly CriticalPath urgency = new(request.Graph, needed);

    internal async Task<StepResult> RunAsync(StepRef reference, Func<StepRef, StepResult> resultOf, CancellationToken ct)
    {
        long start = Stopwatch.GetTimestamp();
        Step step = request.Graph[reference];
        if (step is PullStep or LayoutStep)
        {
            return await BringBaseAsync(step, reference, start, ct);
        }

        if (step is ScratchStep)
        {
            End(reference, StepOutcome.Cached, start, null, null);
            return StepResult.Scratch(store.Snapshots);
        }

        StepResult parent = resultOf(step.Inputs[0]);
        ContainerConfig config = step is ConfigStep change ? change.Change.Apply(parent.Config) : parent.Config;
        foreach (StepRef input in StepPlanner.Reads(step).Where(input => deferred.LacksIndex(resultOf(input))))
        {
            await slots.Transfer.UseAsync(urgency.Of(reference), () => deferred.IndexAsync(input, resultOf(input), ct), ct);
        }

        StepPlan? plan = planner.Plan(step, reference, parent, resultOf);
        if (plan is null)
        {
            End(reference, StepOutcome.Cached, start, null, null);
            return parent.Append(step.Scope, null, config);
        }

        (StepRecord record, StepOutcome outcome, string? reason, string? place) = await GetAsync(step, reference, plan, resultOf, ct);
        StepResult result = parent.Append(step.Scope, record.Layer, config);
        if (step is RunStep run && files.AreWantedOf(run))
        {
            await deferred.UnpackAsync(reference, result, ct);
            files.Take(run, reference, result, ct);
        }

        End(reference, outcome, start, record, reason, place);
        return result;
    }

    private async Task<StepResult> BringBaseAsync(Step step, StepRef reference, long start, CancellationToken ct)
    {
        // With a remote cache most steps do not run, and then nobody reads the files.
        bool isDeferred = remote.Any && needed.FilesOf(reference);
        bool files = needed.FilesOf(reference) && !isDeferred;
        Image? image = await bases.FindAsync(step, files, ct);
        var outcome = StepOutcome.Cached;
        if (image is null)
        {
            RequireNamespace(step);
            image = await slots.Transfer.UseAsync(urgency.Of(reference), () =>
            {
                reports.Start(reference);
                return bases.BringAsync(step, reference, files, ct);
            }, ct);
            outcome = StepOutcome.Ran;
        }

        if (isDeferred)
        {
            deferred.Defer(image);
        }

        places.Note(reference, BaseExecutor.ManifestOf(step));
        bases.NoteUse(step);
        End(reference, outcome, start, null, null);
        return bases.ResultOf(step, image);
    }

    private async Task<(StepRecord Record, StepOutcome Outcome, string? Reason, string? Place)> GetAsync(
        Step step, StepRef reference, StepPlan plan, Func<StepRef, StepResult> resultOf, CancellationToken ct)
    {
        Digest key = plan.Frames.ToDigest();
        if (Find(plan, key) is { } known)
        {
            places.Note(reference, key);
            return (known, StepOutcome.Cached, null, null);
        }

        if (plan.IsKept && !request.NoCache && remote.Any && await remote.FindAsync(key, ct) is (var entry, var place))
        {
            deferred.Defer(entry, needed.IsInImage(reference));
            cache.Keep(entry.Record);
            places.Note(reference, key);
            return (entry.Record, StepOutcome.Cached, null, place);
        }

        RequireNamespace(step);
        string? reason = ReasonOf(reference, plan);
        foreach (StepRef input in step.Inputs.Where(input => deferred.IsDeferred(resultOf(input))))
        {
            await slots.Work.UseAsync(urgency.Of(reference), () => deferred.UnpackAsync(input, resultOf(input), ct), ct);
        }

        (StepRecord record, bool ran) = await (plan.IsTransfer ? slots.Transfer : slots.Work).UseAsync(urgency.Of(reference), () => MakeAsync(reference, plan, key, ct), ct);
        if (ran && record.Layer is { } layer && needed.IsInImage(reference))
        {
            blobs.Begin(layer);
        }

        places.Note(reference, key);
        return (record, ran ? StepOutcome.Ran : StepOutcome.Cached, ran ? reason : null, null);
    }

    private async Task<(StepRecord Record, bool Ran)> MakeAsync(StepRef reference, StepPlan plan, Digest key, CancellationToken ct)
    {
        // Another process, or an equal step of this build, may be at it: then its result is waited for.
        using RangeLock? once = plan.IsKept ? await store.Locks.AcquireAsync("step/" + key, exclusive: true, ct) : null;
        if (once is not null && Find(plan, key) is { } other)
        {
            return (other, false);
        }

        reports.Start(reference);
        LayerCommit? commit = await plan.MakeAsync(ct);
        var record = new StepRecord(key, commit?.DiffId, commit?.Size ?? 0, [.. plan.Frames.Frames]);
        if (plan.IsKept)
        {
            cache.Keep(record);
            made[key] = record;
        }

        return (record, true);
    }

    private StepRecord? Find(StepPlan plan, Digest key) =>
        !plan.IsKept ? null
        : made.TryGetValue(key, out StepRecord? record) ? record
        : request.NoCache ? null
        : cache.Use(key);

    private string? ReasonOf(StepRef reference, StepPlan plan) =>
        !plan.IsKept ? NeverKept
        : request.NoCache ? "the build was asked to run every step"
        : places.LastKeyOf(reference) is { } last && cache.Read(last) is { } before ? StepReason.Of(before, plan, store.Snapshots).Short
        : null;

    private void End(StepRef reference, StepOutcome outcome, long start, StepRecord? record, string? reason, string? place = null) =>
        reports.End(new StepReport(reference, outcome, Stopwatch.GetElapsedTime(start), record?.Key, record?.Layer, record?.LayerBytes ?? 0, reason) { Remote = place });

    private static void RequireNamespace(Step step)
    {
        if (UserNamespace.IsNeeded)
        {
            throw new NamespaceNeededException(step.Display);
        }
    }
}
