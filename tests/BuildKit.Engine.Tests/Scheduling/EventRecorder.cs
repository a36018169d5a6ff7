using BuildKit.Engine.Events;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Tests.Scheduling;

/// <summary>Keeps all events of a build.</summary>
internal sealed class EventRecorder : IBuildObserver
{
    private readonly List<BuildEvent> events = [];

    internal event Action<BuildEvent>? Happened;

    internal IReadOnlyList<BuildEvent> Events
    {
        get
        {
            lock (events)
            {
                return [.. events];
            }
        }
    }

    internal string OutputOf(StepRef step) =>
        string.Join('\n', Events.OfType<StepOutput>().Where(output => output.Step == step).Select(output => output.Line));

    internal StepCompleted EndOf(StepRef step) => Events.OfType<StepCompleted>().Single(end => end.Step == step);

    public void On(BuildEvent buildEvent)
    {
        lock (events)
        {
            events.Add(buildEvent);
        }

        Happened?.Invoke(buildEvent);
    }
}
