using System.Collections.Concurrent;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Cache;
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
internal sealed class CacheSource(CachePlace place, LocalStore store, BlobMemory packed, Action<BuildKitException> warn, CancellationToken build)
{
    private readonly PullingStore pulling = new(store);
    private readonly ConcurrentDictionary<Digest, Lazy<Task<bool>>> layers = new();
    private readonly Lock gate = new();
    private Task<Dictionary<Digest, CacheEntry>>? reading;
    private bool warned;
    private volatile bool lost;

    /// <summary>What messages call it.</summary>
    internal string Name => place.Name;

    /// <summary>What it knows of a key; null where it does not, or cannot be used.</summary>
    internal async Task<CacheEntry?> FindAsync(Digest key, CancellationToken ct)
    {
        Task<Dictionary<Digest, CacheEntry>> entries;
        lock (gate)
        {
            entries = reading ??= Task.Run(ReadAsync, build);
        }

        return (await entries.WaitAsync(ct)).GetValueOrDefault(key);
    }

    /// <summary>Brings the layer of a record into the store, unpacked or not; false where that failed. Each layer is brought once in a build.</summary>
    internal Task<bool> BringAsync(CacheEntry entry, CancellationToken ct) => entry is { Record.Layer: { } layer, Blob: { } blob }
        ? layers.GetOrAdd(layer, _ => new Lazy<Task<bool>>(() => Task.Run(() => BringAsync(layer, blob), build))).Value.WaitAsync(ct)
        : Task.FromResult(true);

    private async Task<Dictionary<Digest, CacheEntry>> ReadAsync()
    {
        try
        {
            CacheContent content = await new CacheReader(store).ReadAsync(place, build) ?? throw CacheFailures.Missing(Name);
            return content.Entries.ToDictionary(entry => entry.Record.Key);
        }
        catch (Exception failure) when (CacheFailures.IsWorld(failure, build))
        {
            Warn(failure);
            return [];
        }
    }

    private async Task<bool> BringAsync(Digest layer, Descriptor blob)
    {
        if (store.Snapshots.Contains(layer) || packed.Find(layer) is not null)
        {
            return true;
        }

        if (lost)
        {
            return false;
        }

        try
        {
            await ImageCopy.CopyAsync(place.Repository, pulling, blob, CopyOptions.Default, null, build);
            await VerifyAsync(layer, blob);
            packed.Note(layer, blob);
            return true;
        }
        catch (Exception failure) when (CacheFailures.IsWorld(failure, build))
        {
            // Another layer may well be whole, but a registry that is gone is not waited for again.
            lost |= failure is not BuildKitException known || !IsDamage(known.Code);
            Warn(failure);
            return false;
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

        warn(failure switch
        {
            BuildKitException { Code: ExecutionErrorCodes.CacheMissing or ExecutionErrorCodes.CacheDamaged or ExecutionErrorCodes.CacheForeign or ExecutionErrorCodes.CacheTooNew } said => said,
            BuildKitException known when IsDamage(known.Code) => CacheFailures.Damaged(Name, known.Message, known),
            _ => CacheFailures.Unreachable(Name, failure),
        });
    }

    private static bool IsDamage(string code) => code
        is ExecutionErrorCodes.CacheDamaged or OciErrorCodes.ContentMismatch or OciErrorCodes.CompressionInvalid or OciErrorCodes.RegistryNotFound or OciErrorCodes.LimitExceeded;
}
