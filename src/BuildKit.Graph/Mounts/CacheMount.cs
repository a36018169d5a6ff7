namespace BuildKit.Graph.Mounts;

/// <summary>A folder that outlives the run and is shared by runs that name the same id.</summary>
/// <param name="Id">The identity; the target where the Buildfile names none.</param>
/// <param name="Sharing">What happens when two runs want it at once.</param>
public sealed record CacheMount(string Target, string Id, CacheSharing Sharing) : Mount(Target)
{
    /// <summary>Whether its content goes along with a remote cache. Not part of the key.</summary>
    public bool Travels { get; init; }
}
