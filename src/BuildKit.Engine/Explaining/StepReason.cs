using BuildKit.Engine.Cache;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Snapshots;
using BuildKit.Graph.Keys;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Explaining;

/// <summary>Why a step runs that ran before at the same place.</summary>
internal static class StepReason
{
    /// <summary>One sentence without a full stop, which names the first file where files are what changed; null where nothing differs.</summary>
    /// <param name="before">The result of the last time.</param>
    internal static string? Of(StepRecord before, StepPlan plan, SnapshotStore snapshots)
    {
        string? reason = KeyComparison.Explain(before.Frames, plan.Frames.Frames);
        return reason == KeyComparison.ContentChanged && plan.Changes is { } now && before.Layer is { } layer && IndexOf(layer, snapshots) is { } index
            && FileChanges.Describe(index, now.Value) is { } files
                ? $"{reason}: {files}"
                : reason;
    }

    // What explains a build may not fail it.
    private static Trees.LayerIndex? IndexOf(Digest layer, SnapshotStore snapshots)
    {
        try
        {
            return snapshots.Contains(layer) ? snapshots.OpenIndex(layer) : null;
        }
        catch (BuildKitException)
        {
            return null;
        }
    }
}
