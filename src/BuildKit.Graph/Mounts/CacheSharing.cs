namespace BuildKit.Graph.Mounts;

/// <summary>What happens when two runs want one cache mount at once (Dockerfile reference, <c>RUN --mount=type=cache</c>).</summary>
public enum CacheSharing
{
    /// <summary>Both use it.</summary>
    Shared,

    /// <summary>The second waits.</summary>
    Locked,

    /// <summary>The second gets a folder of its own.</summary>
    Private,
}
