namespace BuildKit.Graph.Steps;

/// <summary>Where files are taken from. The hierarchy is closed: the build context, or the result of a step.</summary>
public abstract record CopySource
{
    private protected CopySource()
    {
    }
}
