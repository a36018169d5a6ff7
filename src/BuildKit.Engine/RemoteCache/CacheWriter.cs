using System.Collections.Concurrent;
using System.Collections.Immutable;
using BuildKit.Engine.Assembly;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.RemoteCache;

/// <summary>
/// Adds steps to a remote cache: reads what is there, sends what it lacks, and writes the records of both, the new ones first. Registries have no
/// compare-and-swap: of two builds that write at once, the last one's records are there, and what the other added is added again by its next build.
/// </summary>
internal sealed class CacheWriter(LocalStore store, StepCache results, LayerBlobs blobs, DeferredLayers deferred)
{
    /// <summary>Adds the results of keys; gives how many steps the cache holds then, and how many bytes of layers and indexes were sent.</summary>
    /// <param name="layers">The diff ids of layers whose files plans of these steps read.</param>
    /// <param name="folders">Sends what is new of cache mounts, given what the cache has.</param>
    /// <exception cref="BuildKitException">Something else has the tag (BK4233, BK4234), or a side failed.</exception>
    internal async Task<(int Steps, long MovedBytes)> AddAsync(CachePlace place, IEnumerable<Digest> keys, IEnumerable<Digest> layers, Func<IReadOnlyList<CacheFolder>, Task<IReadOnlyList<CacheFolder>>> folders,
        CancellationToken ct)
    {
        CacheContent known = await ReadAsync(place, ct);
        CacheEntry[] entries = await EntriesAsync(keys, known.Entries.ToDictionary(entry => entry.Record.Key), ct);
        var treesMoved = new ConcurrentDictionary<Digest, CacheTree>();
        Digest[] indexed = [.. layers.Distinct().Except(known.Trees.Select(tree => tree.Layer)).Take(CacheTypes.MostTrees)];
        await Parallel.ForEachAsync(indexed, SideBySide(ct), async (layer, stop) =>
        {
            if (await new TreeBlob(store).PackAsync(layer, stop) is { } index)
            {
                treesMoved[layer] = new CacheTree(layer, await place.Repository.WriteBytesAsync(CacheTypes.Tree, index, stop));
            }
        });
        IReadOnlyList<CacheFolder> sent = await folders(known.Folders);
        if (entries.Length == 0 && treesMoved.IsEmpty && sent.Count == 0)
        {
            return (known.Entries.Length, 0);
        }

        var all = new CacheContent(
            null,
            CacheDocument.Bound(entries.Concat(known.Entries).DistinctBy(entry => entry.Record.Key)),
            [.. indexed.Where(treesMoved.ContainsKey).Select(layer => treesMoved[layer]).Concat(known.Trees).Take(CacheTypes.MostTrees)])
        {
            Folders = [.. sent.Concat(known.Folders).DistinctBy(folder => folder.Key).Take(CacheTypes.MostFolders)],
        };
        long moved = treesMoved.Values.Sum(tree => tree.Blob.Size) + await SendAsync(place, all.Entries.Where(entries.Contains), ct);
        return (await WriteAsync(place, all, ct), moved);
    }

    private static ParallelOptions SideBySide(CancellationToken ct) => new() { MaxDegreeOfParallelism = CopyOptions.Default.Parallelism, CancellationToken = ct };

    private static async Task<int> WriteAsync(CachePlace place, CacheContent content, CancellationToken ct)
    {
        try
        {
            return await CacheArtifact.WriteAsync(place, content, ct);
        }
        catch (BuildKitException)
        {
            // A registry that has collected blobs of the cache refuses a manifest that names them.
            CacheContent whole = await WholeAsync(place, content, ct);
            if (whole.Entries.Length + whole.Trees.Length + whole.Folders.Length == content.Entries.Length + content.Trees.Length + content.Folders.Length)
            {
                throw;
            }

            return await CacheArtifact.WriteAsync(place, whole, ct);
        }
    }

    private static async Task<CacheContent> WholeAsync(CachePlace place, CacheContent content, CancellationToken ct)
    {
        var gone = new ConcurrentDictionary<Digest, bool>();
        await Parallel.ForEachAsync(CacheArtifact.Blobs(content), SideBySide(ct), async (blob, stop) =>
        {
            if (!await place.Repository.ExistsAsync(blob, stop))
            {
                gone[blob.Digest] = true;
            }
        });
        return new CacheContent(
            null,
            [.. content.Entries.Where(entry => entry.Blob is not { } blob || !gone.ContainsKey(blob.Digest))],
            [.. content.Trees.Where(tree => !gone.ContainsKey(tree.Blob.Digest))])
        {
            Folders = [.. content.Folders.Where(folder => !gone.ContainsKey(folder.Blob.Digest))],
        };
    }

    private async Task<CacheContent> ReadAsync(CachePlace place, CancellationToken ct)
    {
        try
        {
            return await new CacheReader(store).ReadAsync(place, ct) ?? CacheContent.Empty;
        }
        catch (BuildKitException failure) when (failure.Code == ExecutionErrorCodes.CacheDamaged)
        {
            // Nobody can read it, so nothing is lost with it.
            return CacheContent.Empty;
        }
    }

    // A layer that the cache has in another compression stays as it is.
    private async Task<CacheEntry[]> EntriesAsync(IEnumerable<Digest> keys, Dictionary<Digest, CacheEntry> known, CancellationToken ct)
    {
        IEnumerable<StepRecord> records = keys.Distinct().Select(results.Read).OfType<StepRecord>()
            .Where(record => !known.TryGetValue(record.Key, out CacheEntry? entry) || entry.Record.Layer != record.Layer);
        CacheEntry?[] entries = await Task.WhenAll(records.Select(async record => record.Layer is not { } layer
            ? new CacheEntry(record, null, null)
            : await deferred.TryBringAsync(layer, ct) ? new CacheEntry(record, await blobs.OfAsync(layer).WaitAsync(ct), blobs.Compressor) : null));
        return [.. entries.OfType<CacheEntry>()];
    }

    private async Task<long> SendAsync(CachePlace place, IEnumerable<CacheEntry> entries, CancellationToken ct)
    {
        long moved = 0;
        await Parallel.ForEachAsync(entries.Select(entry => entry.Blob).OfType<Descriptor>().DistinctBy(blob => blob.Digest), SideBySide(ct), async (blob, stop) =>
        {
            CopyResult copied = await ImageCopy.CopyAsync(store, place.Repository, blob, CopyOptions.Default, null, stop);
            Interlocked.Add(ref moved, copied.MovedBytes);
        });
        return moved;
    }
}
