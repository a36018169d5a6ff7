using System.Collections.Concurrent;
using System.Collections.Immutable;
using BuildKit.Engine.Assembly;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.RemoteCache;

/// <summary>
/// Adds steps to a remote cache: reads what is there, sends the layers that it lacks, and writes the records of both, the new ones first. Registries have no
/// compare-and-swap: of two builds that write at once, the last one's records are there, and what the other added is added again by its next build.
/// </summary>
internal sealed class CacheWriter(LocalStore store, StepCache results, LayerBlobs blobs)
{
    private readonly ParallelOptions sideBySide = new() { MaxDegreeOfParallelism = CopyOptions.Default.Parallelism };

    /// <summary>Adds the results of keys; gives how many steps the cache holds then, and how many bytes of layers were sent.</summary>
    /// <exception cref="BuildKitException">Something else has the tag (BK4233, BK4234), or a side failed.</exception>
    internal async Task<(int Steps, long MovedBytes)> AddAsync(CachePlace place, IEnumerable<Digest> keys, CancellationToken ct)
    {
        ImmutableArray<CacheEntry> known = await ReadAsync(place, ct);
        CacheEntry[] added = await AddedAsync(keys, known.ToDictionary(entry => entry.Record.Key), ct);
        if (added.Length == 0)
        {
            return (known.Length, 0);
        }

        ImmutableArray<CacheEntry> all = CacheDocument.Bound(added.Concat(known).DistinctBy(entry => entry.Record.Key));
        long moved = await SendAsync(place, all.Where(added.Contains), ct);
        try
        {
            await CacheArtifact.WriteAsync(place, all, ct);
        }
        catch (BuildKitException)
        {
            // A registry that has collected blobs of the cache refuses a manifest that names them.
            ImmutableArray<CacheEntry> whole = await WholeAsync(place, all, ct);
            if (whole.Length == all.Length)
            {
                throw;
            }

            all = whole;
            await CacheArtifact.WriteAsync(place, all, ct);
        }

        return (all.Length, moved);
    }

    private async Task<ImmutableArray<CacheEntry>> ReadAsync(CachePlace place, CancellationToken ct)
    {
        try
        {
            return (await new CacheReader(store).ReadAsync(place, ct))?.Entries ?? [];
        }
        catch (BuildKitException failure) when (failure.Code == ExecutionErrorCodes.CacheDamaged)
        {
            // Nobody can read it, so nothing is lost with it.
            return [];
        }
    }

    // A layer that the cache has in another compression stays as it is.
    private async Task<CacheEntry[]> AddedAsync(IEnumerable<Digest> keys, Dictionary<Digest, CacheEntry> known, CancellationToken ct)
    {
        IEnumerable<StepRecord> records = keys.Distinct().Select(results.Read).OfType<StepRecord>()
            .Where(record => !known.TryGetValue(record.Key, out CacheEntry? entry) || entry.Record.Layer != record.Layer);
        return await Task.WhenAll(records.Select(async record => record.Layer is { } layer
            ? new CacheEntry(record, await blobs.OfAsync(layer).WaitAsync(ct), blobs.Compressor)
            : new CacheEntry(record, null, null)));
    }

    private async Task<long> SendAsync(CachePlace place, IEnumerable<CacheEntry> entries, CancellationToken ct)
    {
        long moved = 0;
        IEnumerable<Descriptor> missing = entries.Select(entry => entry.Blob).OfType<Descriptor>().DistinctBy(blob => blob.Digest);
        sideBySide.CancellationToken = ct;
        await Parallel.ForEachAsync(missing, sideBySide, async (blob, stop) =>
        {
            CopyResult copied = await ImageCopy.CopyAsync(store, place.Repository, blob, CopyOptions.Default, null, stop);
            Interlocked.Add(ref moved, copied.MovedBytes);
        });
        return moved;
    }

    private async Task<ImmutableArray<CacheEntry>> WholeAsync(CachePlace place, ImmutableArray<CacheEntry> entries, CancellationToken ct)
    {
        var gone = new ConcurrentDictionary<Digest, bool>();
        sideBySide.CancellationToken = ct;
        await Parallel.ForEachAsync(entries.Select(entry => entry.Blob).OfType<Descriptor>().DistinctBy(blob => blob.Digest), sideBySide, async (blob, stop) =>
        {
            if (!await place.Repository.ExistsAsync(blob, stop))
            {
                gone[blob.Digest] = true;
            }
        });
        return [.. entries.Where(entry => entry.Blob is not { } blob || !gone.ContainsKey(blob.Digest))];
    }
}
