namespace BuildKit.Engine.Events;

/// <summary>Hears everything and says nothing.</summary>
internal sealed class SilentObserver : IBuildObserver
{
    /// <inheritdoc />
    public void On(BuildEvent buildEvent)
    {
    }
}
