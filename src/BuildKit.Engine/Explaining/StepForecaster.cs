using System.Collections.Immutable;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Store;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Explaining;

/// <summary>Walks the needed steps as a build does, and runs none: what follows a step that would run cannot be known yet.</summary>
internal sealed class StepForecaster(
    BuildRequest request, LocalStore store, NeededSteps needed, StepPlanner planner, BaseExecutor bases, StepPlaces places, StepCache cache, DeferredLayers deferred)
{
    private readonly Dictionary<StepRef, StepResult> results = [];
    private readonly Dictionary<StepRef, StepRef> causes = [];

    // Known also behind a step that runs: no run changes a configuration.
    private readonly Dictionary<StepRef, ContainerConfig> configs = [];

    /// <summary>A forecast for each needed step, in the order of the graph.</summary>
    /// <exception cref="StepFailedException">A step cannot be planned, such as one that copies what does not exist.</exception>
    internal async Task<ImmutableArray<PlannedStep>> RunAsync(CancellationToken ct)
    {
        var steps = ImmutableArray.CreateBuilder<PlannedStep>(needed.All.Length);
        foreach (StepRef reference in needed.All)
        {
            ct.ThrowIfCancellationRequested();
            Step step = request.Graph[reference];
            try
            {
                steps.Add(step is PullStep or LayoutStep ? await OfBaseAsync(reference, step, ct) : Of(reference, step));
            }
            catch (BuildKitException failure)
            {
                throw new StepFailedException(failure.Code, failure.Message, failure.Advice, failure, reference, step, null, []);
            }
        }

        return steps.ToImmutable();
    }

    private async Task<PlannedStep> OfBaseAsync(StepRef reference, Step step, CancellationToken ct)
    {
        if (step is PullStep { Manifest: null } or LayoutStep { Manifest: null })
        {
            return Stop(reference, StepForecast.Pulls, "what its name means is not known here");
        }

        if (await bases.FindAsync(step, needed.FilesOf(reference), ct) is not { } image)
        {
            return Stop(reference, StepForecast.Pulls, "its content is not here, or not unpacked") with { Changes = Moved(reference, step) };
        }

        return Known(reference, bases.ResultOf(step, image)) with { Changes = Moved(reference, step) };
    }

    private PlannedStep Of(StepRef reference, Step step)
    {
        if (step is ScratchStep)
        {
            return Known(reference, StepResult.Scratch(store.Snapshots));
        }

        if (configs.TryGetValue(step.Inputs[0], out ContainerConfig? before))
        {
            configs[reference] = step is ConfigStep change ? change.Change.Apply(before) : before;
        }

        if (step.Inputs.FirstOrDefault(causes.ContainsKey, step.Inputs[0]) is var open && causes.TryGetValue(open, out StepRef cause))
        {
            causes[reference] = cause;
            return new PlannedStep(reference, StepForecast.Depends, cause, null) { Changes = step is RunStep run ? DefinitionChanges(reference, run) : [] };
        }

        StepResult parent = results[step.Inputs[0]];
        if (StepPlanner.Reads(step).Any(input => deferred.LacksIndex(results[input])))
        {
            return Stop(reference, StepForecast.Runs, "the files that it reads are not unpacked");
        }

        if (step is DownloadStep { Content: null })
        {
            return Stop(reference, StepForecast.Runs, "what its URL gives is not known here");
        }

        if (step is CheckoutStep { Commit: null })
        {
            return Stop(reference, StepForecast.Runs, "which commit its name means is not known here");
        }

        ContainerConfig config = configs[reference];
        if (planner.Plan(step, reference, parent, input => results[input]) is not { } plan)
        {
            return Known(reference, parent.Append(step.Scope, null, config));
        }

        Digest key = plan.Frames.ToDigest();
        return plan.IsKept && cache.Find(key) is { } record
            ? Known(reference, parent.Append(step.Scope, record.Layer, config))
            : Runs(reference, plan);
    }

    private PlannedStep Runs(StepRef reference, StepPlan plan)
    {
        if (!plan.IsKept)
        {
            return Stop(reference, StepForecast.Runs, StepRunner.NeverKept);
        }

        StepReason reason = LastOf(reference) is { } before ? StepReason.Of(before, plan, store.Snapshots) : StepReason.None;
        return Stop(reference, StepForecast.Runs, reason.Short) with { Changes = reason.Changes, Files = reason.Files };
    }

    private ImmutableArray<string> DefinitionChanges(StepRef reference, RunStep run) =>
        LastOf(reference) is { } before && configs.TryGetValue(reference, out ContainerConfig? config) ? KeyComparison.DefinitionChanges(before.Frames, run, config) : [];

    private StepRecord? LastOf(StepRef reference) => places.LastKeyOf(reference) is { } last ? cache.Read(last) : null;

    private ImmutableArray<string> Moved(StepRef reference, Step step) =>
        places.LastKeyOf(reference) is { } last && BaseExecutor.ManifestOf(step) is var now && last != now ? [$"the base is {now}, and was {last}"] : [];

    private PlannedStep Known(StepRef reference, StepResult result)
    {
        results[reference] = result;
        configs[reference] = result.Config;
        return new PlannedStep(reference, StepForecast.Cached, null, null);
    }

    private PlannedStep Stop(StepRef reference, StepForecast forecast, string? reason)
    {
        causes[reference] = reference;
        return new PlannedStep(reference, forecast, null, reason);
    }
}
