using BuildKit.Engine.Events;

namespace BuildKit.Cli.Progress;

/// <summary>Shows nothing.</summary>
internal sealed class SilentProgress : IBuildProgress
{
    /// <inheritdoc />
    public void Begin(StepLabels steps)
    {
    }

    /// <inheritdoc />
    public void On(BuildEvent buildEvent)
    {
    }

    /// <inheritdoc />
    public void Complete(BuildSummary summary)
    {
    }

    /// <inheritdoc />
    public void Delivered(DeliveredImage delivery)
    {
    }

    /// <inheritdoc />
    public void Fail(Exception exception)
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
