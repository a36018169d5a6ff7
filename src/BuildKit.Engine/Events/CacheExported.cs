namespace BuildKit.Engine.Events;

/// <summary>A remote cache knows all steps of this build that it was to be told of.</summary>
/// <param name="Place">Its name.</param>
/// <param name="Steps">How many steps it holds now, those of other builds included.</param>
/// <param name="MovedBytes">The bytes of layers and indexes that were sent; 0 where it knew all before.</param>
public sealed record CacheExported(TimeSpan Elapsed, string Place, int Steps, long MovedBytes) : BuildEvent(Elapsed);
