using BuildKit.Engine.Events;

namespace BuildKit.Cli.Progress;

/// <summary>Announces a build right before its first event.</summary>
internal sealed class BeginOnce(IBuildProgress progress, StepLabels labels) : IBuildObserver
{
    private bool begun;

    /// <summary>Announces it unless that was done.</summary>
    public void Begin()
    {
        if (!begun)
        {
            begun = true;
            progress.Begin(labels);
        }
    }

    /// <inheritdoc />
    public void On(BuildEvent buildEvent)
    {
        Begin();
        progress.On(buildEvent);
    }
}
