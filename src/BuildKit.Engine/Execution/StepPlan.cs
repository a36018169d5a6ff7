using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Graph.Keys;

namespace BuildKit.Engine.Execution;

/// <summary>What a step would do: the key that its result is known by, and how the layer is made where the key is not known.</summary>
/// <param name="Frames">The frames of the key; everything that the layer depends on.</param>
/// <param name="MakeAsync">Makes the layer; gives null where nothing changed.</param>
/// <param name="IsKept">Whether the result is looked up and kept.</param>
/// <param name="Changes">What the layer will hold, worked out at the latest when it is asked for; null where no rule says it.</param>
internal sealed record StepPlan(KeyFrames Frames, Func<CancellationToken, Task<LayerCommit?>> MakeAsync, bool IsKept = true, Lazy<ChangeSet>? Changes = null)
{
    /// <summary>Whether making it is mostly waiting for another machine, so that it takes no core from others.</summary>
    internal bool IsTransfer { get; init; }
}
