using System.Collections.Immutable;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Snapshots;
using BuildKit.Graph.Keys;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Explaining;

/// <summary>Why a step runs that ran before at the same place.</summary>
/// <param name="Changes">What differs, for people, each a sentence without a full stop; what stands in the Buildfile first.</param>
/// <param name="Files">The files that differ, where a rule says which files the step gives; such as <c>/app/b.txt is gone</c>.</param>
internal sealed record StepReason(ImmutableArray<string> Changes, ImmutableArray<string> Files)
{
    /// <summary>Nothing is known of the last time, or nothing differs.</summary>
    internal static StepReason None { get; } = new([], []);

    /// <summary>One sentence without a full stop, which names the first file where files are what changed; null where nothing differs.</summary>
    internal string? Short => Changes switch
    {
        [] => null,
        [KeyComparison.ContentChanged, ..] when Files is [var only] => $"{KeyComparison.ContentChanged}: {only}",
        [KeyComparison.ContentChanged, ..] when Files is [var first, ..] => $"{KeyComparison.ContentChanged}: {first}, and {Files.Length - 1} more",
        [var first, ..] => first,
    };

    /// <summary>Compares.</summary>
    /// <param name="before">The result of the last time.</param>
    internal static StepReason Of(StepRecord before, StepPlan plan, SnapshotStore snapshots)
    {
        ImmutableArray<string> changes = KeyComparison.Differences(before.Frames, plan.Frames.Frames);
        return new StepReason(
            changes,
            changes.Contains(KeyComparison.ContentChanged) && plan.Changes is { } now && before.Layer is { } layer && IndexOf(layer, snapshots) is { } index
                ? [.. FileChanges.Between(index, now.Value)]
                : []);
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
