using System.Diagnostics;

namespace BuildKit.Engine.Events;

/// <summary>Gives events their time and hands them to the observer one at a time.</summary>
internal sealed class EventStream(IBuildObserver observer)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();

    /// <summary>Time since the build began.</summary>
    internal TimeSpan Elapsed => clock.Elapsed;

    /// <summary>Makes an event at the present time and hands it over.</summary>
    internal void Emit(Func<TimeSpan, BuildEvent> create)
    {
        lock (gate)
        {
            observer.On(create(clock.Elapsed));
        }
    }
}
