namespace BuildKit.Engine.Events;

/// <summary>Receives what happens in a build. Calls may come from any thread, one at a time.</summary>
public interface IBuildObserver
{
    /// <summary>Takes one event; must not block for long.</summary>
    void On(BuildEvent buildEvent);
}
