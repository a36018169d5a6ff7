using BuildKit.Engine.Events;

namespace BuildKit.Cli.Progress;

/// <summary>Does something once, when a step first begins to run.</summary>
internal sealed class FirstStart(IBuildObserver inner, Action begin) : IBuildObserver
{
    private bool begun;

    /// <inheritdoc />
    public void On(BuildEvent buildEvent)
    {
        if (!begun && buildEvent is StepStarted)
        {
            begun = true;
            begin();
        }

        inner.On(buildEvent);
    }
}
