using System.Collections.Immutable;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.RemoteCache;

/// <summary>The remote caches that a build reads from, in the order given; the first that has a step and its layer gives both.</summary>
internal sealed class CacheSources(ImmutableArray<CacheSource> sources)
{
    /// <summary>Whether there are any.</summary>
    internal bool Any => sources.Length > 0;

    /// <summary>The result of a key, its layer brought into the store, and the name of the cache that had it; null where none has.</summary>
    internal async Task<(CacheEntry Entry, string Place)?> FindAsync(Digest key, CancellationToken ct)
    {
        foreach (CacheSource source in sources)
        {
            if (await source.FindAsync(key, ct) is { } entry && await source.BringAsync(entry, ct))
            {
                return (entry, source.Name);
            }
        }

        return null;
    }
}
