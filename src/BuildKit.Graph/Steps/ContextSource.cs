namespace BuildKit.Graph.Steps;

/// <summary>The build context: the folder given to the build, less what its ignore file leaves out.</summary>
public sealed record ContextSource : CopySource
{
    /// <summary>The only value.</summary>
    public static ContextSource Instance { get; } = new();

    private ContextSource()
    {
    }
}
