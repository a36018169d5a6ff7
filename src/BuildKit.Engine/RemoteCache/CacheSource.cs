using System.Collections.Concurrent;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.RemoteCache;

/// <summary>
/// A remote cache that a build reads from. Nothing is asked of it before a step is met that the store does not know. Where it fails, that is said once, and
/// the build goes on as without it.
/// </summary>
/// <param name="warn">Hears of the first failure.</param>
/// <param name="arrived">Hears of each layer that has come and was verified.</param>
/// <param name="slots">How many transfers run at once, over all caches.</param>
/// <param name="build">Ends with the build.</param>
internal sealed class CacheSource(CachePlace place, LocalStore store, Action<BuildKitException> warn, Action<CacheEntry> arrived, SemaphoreSlim slots, CancellationToken build)
{
    private readonly PullingStore pulling = new(store);
    private readonly BlobMemory packed = new(store, BlobMemory.Packed);
    private readonly TreeBlob trees = new(store);
    private readonly ConcurrentDictionary<Digest, Lazy<Task<bool>>> transfers = new();
    private readonly Lock gate = new();
    private Task<CacheLookup>? reading;
    private bool warned;
    private volatile bool lost;

    /// <summary>What messages call it.</summary>
    internal string Name => place.Name;

    /// <summary>Whether a layer may be had from it: it has not failed, neither as a whole nor with this one.</summary>
    internal bool MayHave(Digest layer) => !lost && !(transfers.TryGetValue(layer, out Lazy<Task<bool>>? transfer) && transfer.IsValueCreated && Failed(transfer.Value));

    /// <summary>What it knows of a key; null where it does not, or where its layer cannot be had.</summary>
    internal async Task<CacheEntry?> FindAsync(Digest key, CancellationToken ct) =>
        (await ReadAsync(ct)).Entries.TryGetValue(key, out CacheEntry? entry) && (entry.Record.Layer is not { } layer || MayHave(layer)) ? entry : null;

    /// <summary>Brings a layer's blob into the store; false where that failed. Each comes once in a build.</summary>
    internal async Task<bool> BringAsync(Digest layer, CancellationToken ct) =>
        (await ReadAsync(ct)).Layers.TryGetValue(layer, out CacheEntry? entry) && entry.Blob is { } blob
        && await OnceAsync(layer, () => TransferAsync(entry, layer, blob), ct);

    /// <summary>Brings the index of a layer's files into the store; false where that failed.</summary>
    internal async Task<bool> BringTreeAsync(Digest layer, CancellationToken ct) =>
        (await ReadAsync(ct)).Trees.TryGetValue(layer, out CacheTree? tree)
        && await OnceAsync(tree.Blob.Digest, () => trees.BringAsync(place.Repository, tree, build), ct);

    /// <summary>Brings the content of a cache mount into an empty folder; null where it has none, false where that failed and the folder may hold a part.</summary>
    internal async Task<bool?> BringFolderAsync(string id, string owner, string folder, CancellationToken ct) =>
        (await ReadAsync(ct)).Folders.TryGetValue((id, owner), out CacheFolder? content)
            ? await Task.Run(() => TryAsync(() => UnpackAsync(content, folder)), build).WaitAsync(ct)
            : null;

    /// <summary>Waits for everything under way.</summary>
    internal async Task EndAsync()
    {
        foreach (Task transfer in transfers.Values.Where(transfer => transfer.IsValueCreated).Select(transfer => transfer.Value))
        {
            await transfer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await ((Task?)reading ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static bool Failed(Task<bool> transfer) => transfer is { IsCompletedSuccessfully: true, Result: false };

    private Task<CacheLookup> ReadAsync(CancellationToken ct)
    {
        lock (gate)
        {
            reading ??= Task.Run(ReadOnceAsync, build);
        }

        return reading.WaitAsync(ct);
    }

    private async Task<CacheLookup> ReadOnceAsync()
    {
        try
        {
            return new CacheLookup(await new CacheReader(store).ReadAsync(place, build) ?? throw CacheFailures.Missing(Name));
        }
        catch (Exception failure) when (CacheFailures.IsWorld(failure, build))
        {
            lost = true;
            Warn(failure);
            return new CacheLookup(CacheContent.Empty);
        }
    }

    private Task<bool> OnceAsync(Digest what, Func<Task> transfer, CancellationToken ct) =>
        transfers.GetOrAdd(what, _ => new Lazy<Task<bool>>(() => Task.Run(() => TryAsync(transfer), build))).Value.WaitAsync(ct);

    private async Task<bool> TryAsync(Func<Task> transfer)
    {
        await slots.WaitAsync(build);
        try
        {
            if (lost)
            {
                return false;
            }

            await transfer();
            return true;
        }
        catch (Exception failure) when (CacheFailures.IsWorld(failure, build))
        {
            // Another blob may well be whole, but a registry that is gone is not waited for again.
            lost |= failure is not BuildKitException known || !CacheFailures.IsDamage(known.Code);
            Warn(failure);
            return false;
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task TransferAsync(CacheEntry entry, Digest layer, Descriptor blob)
    {
        await ImageCopy.CopyAsync(place.Repository, pulling, blob, CopyOptions.Default, null, build);
        await VerifyAsync(layer, blob);
        packed.Note(layer, blob);
        arrived(entry);
    }

    private async Task UnpackAsync(CacheFolder content, string folder)
    {
        try
        {
            await using Stream compressed = new VerifyingStream(await place.Repository.OpenReadAsync(content.Blob, build), content.Blob, place.Name);
            await using Stream tar = LayerCompression.OpenDecompressed(compressed, maxSize: null);
            Digest actual = await FolderArchive.ReadAsync(folder, tar, $"cache mount '{content.Id}'", build);
            if (actual != content.Content)
            {
                throw CacheFailures.Damaged(Name, $"the blob {content.Blob.Digest} holds {actual} and not {content.Content}", null);
            }
        }
        catch (BuildKitException failure) when (failure.Code is ExecutionErrorCodes.LayerRefused or ExecutionErrorCodes.LayerNeedsPrivilege)
        {
            throw CacheFailures.Damaged(Name, failure.Message, failure);
        }
    }

    // Before anything is built on it: a layer whose digest was wrong would be found out only where a step reads it, or never.
    private async Task VerifyAsync(Digest layer, Descriptor blob)
    {
        await using Stream content = await store.OpenReadAsync(blob, build);
        await using var tar = new DigestingStream(LayerCompression.OpenDecompressed(content, maxSize: null), leaveOpen: false);
        await tar.CopyToAsync(Stream.Null, 256 << 10, build);
        if (tar.GetDigest() != layer)
        {
            throw CacheFailures.Damaged(Name, $"the blob {blob.Digest} holds the layer {tar.GetDigest()} and not {layer}", null);
        }
    }

    private void Warn(Exception failure)
    {
        lock (gate)
        {
            if (warned)
            {
                return;
            }

            warned = true;
        }

        warn(CacheFailures.ToWarning(Name, failure));
    }
}
