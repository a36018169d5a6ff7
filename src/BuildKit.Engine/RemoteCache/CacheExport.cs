namespace BuildKit.Engine.RemoteCache;

/// <summary>A remote cache that a build writes what it knows into.</summary>
/// <param name="Place">Where; under a tag, not a digest.</param>
/// <param name="EveryStep">Whether the steps of stages that are in no image go along (<c>mode=max</c>), or only those whose layers are in the built images (<c>mode=min</c>).</param>
public sealed record CacheExport(CachePlace Place, bool EveryStep);
