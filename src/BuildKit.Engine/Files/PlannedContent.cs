namespace BuildKit.Engine.Files;

/// <summary>Where the bytes of a planned file come from. The hierarchy is closed.</summary>
public abstract record PlannedContent
{
    private protected PlannedContent()
    {
    }
}
