using System.Collections.Concurrent;
using System.Collections.Immutable;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Collection;

/// <summary>The manifests and configurations of a store by their digests, each read once: a digest has the same bytes for ever.</summary>
internal sealed class StoreDocuments(LocalStore store)
{
    private const int Largest = 4 << 20;

    private readonly ConcurrentDictionary<Digest, ManifestDocument> documents = new();
    private readonly ConcurrentDictionary<Digest, ImmutableArray<Digest>> layers = new();
    private readonly ConcurrentDictionary<Digest, bool> others = new();

    /// <summary>A manifest or index; null where it is not there, damaged, or something else.</summary>
    /// <exception cref="BuildKitException">The disk failed.</exception>
    internal async Task<ManifestDocument?> FindAsync(Digest digest, CancellationToken ct)
    {
        if (StoreSizes.OfFile(store.Blobs.PathOf(digest)) is not (> 0 and var size))
        {
            return null;
        }

        if (documents.TryGetValue(digest, out ManifestDocument? known))
        {
            return known;
        }

        return await TryAsync(async () => ManifestDocument.Read(await store.Blobs.ReadBytesAsync(new Descriptor(MediaTypes.OciManifest, digest, size), ct), null, digest.ToString())) is { } read
            ? documents.GetOrAdd(digest, read)
            : null;
    }

    /// <summary>As <see cref="FindAsync"/>, for a blob that is probably something else.</summary>
    internal async Task<ManifestDocument?> GuessAsync(Digest digest, CancellationToken ct)
    {
        if (others.ContainsKey(digest) || !IsDocument(store.Blobs.PathOf(digest)) || await FindAsync(digest, ct) is not { } found)
        {
            others[digest] = true;
            return null;
        }

        return found;
    }

    /// <summary>The diff ids of an image's layers, the lowest first; none where its configuration is not there or damaged, or where it is no image.</summary>
    /// <exception cref="BuildKitException">The disk failed.</exception>
    internal async Task<ImmutableArray<Digest>> LayersOfAsync(ManifestDocument document, CancellationToken ct)
    {
        if (document.Manifest?.Config is not { MediaType: MediaTypes.OciConfig or MediaTypes.DockerConfig } config)
        {
            return [];
        }

        if (layers.TryGetValue(config.Digest, out ImmutableArray<Digest> known))
        {
            return known;
        }

        return await TryAsync(() => store.Blobs.ReadConfigAsync(config, ct)) is { } read ? layers.GetOrAdd(config.Digest, [.. read.DiffIds]) : [];
    }

    private static bool IsDocument(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return file.Length <= Largest && file.ReadByte() == '{';
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (BuildKitException exception) when (exception.Code != OciErrorCodes.ReadFailed)
        {
            // Whoever uses it is told.
            return null;
        }
    }
}
