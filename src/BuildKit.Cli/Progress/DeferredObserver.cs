using BuildKit.Engine.Events;

namespace BuildKit.Cli.Progress;

/// <summary>
/// Holds back what happens until a step really runs or the build ends: a process that learns meanwhile that it must start itself again
/// in a user namespace has then shown nothing that the second process shows again.
/// </summary>
internal sealed class DeferredObserver(IBuildObserver inner) : IBuildObserver
{
    private readonly List<BuildEvent> held = [];
    private bool passing;

    /// <inheritdoc />
    public void On(BuildEvent buildEvent)
    {
        if (!passing && buildEvent is StepCompleted { Outcome: StepOutcome.Cached } or BuildWarning)
        {
            held.Add(buildEvent);
            return;
        }

        Release();
        inner.On(buildEvent);
    }

    /// <summary>Passes on what was held back.</summary>
    public void Release()
    {
        passing = true;
        foreach (BuildEvent buildEvent in held)
        {
            inner.On(buildEvent);
        }

        held.Clear();
    }
}
