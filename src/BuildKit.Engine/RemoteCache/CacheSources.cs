using System.Collections.Concurrent;
using System.Collections.Immutable;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.RemoteCache;

/// <summary>The remote caches that a build reads from, in the order given.</summary>
internal sealed class CacheSources : IAsyncDisposable
{
    private const int TransfersAtOnce = 4;

    private readonly SemaphoreSlim slots = new(TransfersAtOnce);
    private readonly CancellationTokenSource stop;
    private readonly ImmutableArray<CacheSource> sources;
    private readonly ConcurrentDictionary<Digest, bool> gone = new();
    private volatile bool givenUp;

    /// <summary>Asks nobody yet.</summary>
    /// <param name="create">Makes a source of a place, with the slots for transfers and what ends them.</param>
    internal CacheSources(ImmutableArray<CachePlace> places, Func<CachePlace, SemaphoreSlim, CancellationToken, CacheSource> create, CancellationToken ct)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        sources = [.. places.Select(place => create(place, slots, stop.Token))];
    }

    /// <summary>Whether there are any.</summary>
    internal bool Any => sources.Length > 0;

    /// <summary>Whether a layer may be had from one: none was asked for it in vain.</summary>
    internal bool MayHave(Digest layer) => !givenUp && !gone.ContainsKey(layer) && sources.Any(source => source.MayHave(layer));

    /// <summary>Asks none of them for a step any more.</summary>
    internal void GiveUp() => givenUp = true;

    /// <summary>What the first that knows a key says of it, and its name; null where none does.</summary>
    internal async Task<(CacheEntry Entry, string Place)?> FindAsync(Digest key, CancellationToken ct)
    {
        foreach (CacheSource source in givenUp ? [] : sources)
        {
            if (await source.FindAsync(key, ct) is { } entry && (entry.Record.Layer is not { } layer || !gone.ContainsKey(layer)))
            {
                return (entry, source.Name);
            }
        }

        return null;
    }

    /// <summary>Begins to bring a layer that is going to be needed. What goes wrong is told to whoever asks for it.</summary>
    internal void Begin(Digest layer) => _ = BringAsync(layer, stop.Token);

    /// <summary>Brings a layer's blob into the store; false where none can.</summary>
    internal async Task<bool> BringAsync(Digest layer, CancellationToken ct)
    {
        foreach (CacheSource source in sources)
        {
            if (await source.BringAsync(layer, ct))
            {
                return true;
            }
        }

        gone[layer] = true;
        return false;
    }

    /// <summary>Brings the index of a layer's files into the store; false where none can.</summary>
    internal async Task<bool> BringTreeAsync(Digest layer, CancellationToken ct)
    {
        foreach (CacheSource source in sources)
        {
            if (await source.BringTreeAsync(layer, ct))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Brings the content of a cache mount into a folder from the first that has it; false where none has, or that failed.</summary>
    internal async Task<bool> BringFolderAsync(string id, string owner, string folder, CancellationToken ct)
    {
        foreach (CacheSource source in sources)
        {
            if (await source.BringFolderAsync(id, owner, folder, ct) is { } came)
            {
                return came;
            }
        }

        return false;
    }

    /// <summary>Stops what nobody waits for any more, and returns when it has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        foreach (CacheSource source in sources)
        {
            await source.EndAsync();
        }

        stop.Dispose();
        slots.Dispose();
    }
}
