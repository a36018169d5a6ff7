using BuildKit.Engine.Events;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Copying;

namespace BuildKit.Engine.Execution;

/// <summary>Tells the observer of a build what a copy moves for a step.</summary>
internal sealed class TransferProgress(EventStream events, StepRef step) : IProgress<CopyProgress>
{
    /// <inheritdoc />
    public void Report(CopyProgress value) =>
        events.Emit(elapsed => new StepTransferred(elapsed, step, value.DoneBytes, value.TotalBytes));
}
