using BuildKit.Engine.Cache;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.RemoteCache;

/// <summary>The index of a layer on its way to a remote cache and back.</summary>
internal sealed class TreeBlob(LocalStore store)
{
    private readonly BlobMemory trees = new(store, BlobMemory.Trees);

    /// <summary>Whether the files of the layer are known here, be it unpacked or not.</summary>
    internal bool IsKnown(Digest layer) => store.Snapshots.Contains(layer) || trees.Find(layer) is not null;

    /// <summary>The index, compressed; null where it is not known here, or too large.</summary>
    internal async Task<byte[]?> PackAsync(Digest layer, CancellationToken ct)
    {
        SnapshotStore snapshots = store.Snapshots;
        string? path = snapshots.Contains(layer) ? snapshots.IndexPath(layer) : snapshots.IndexElsewhere(layer);
        if (path is null || new FileInfo(path).Length > CacheTypes.LargestTree)
        {
            return null;
        }

        await using FileStream index = File.OpenRead(path);
        using var compressed = new MemoryStream();
        await LayerCompression.CompressAsync(index, compressed, LayerFormat.Gzip, ct);
        return compressed.ToArray();
    }

    /// <summary>Brings an index from another repository.</summary>
    /// <exception cref="BuildKitException">It is not there, or damaged.</exception>
    internal async Task BringAsync(IImageRepository from, CacheTree tree, CancellationToken ct)
    {
        using var index = new MemoryStream();
        await using (Stream compressed = new VerifyingStream(await from.OpenReadAsync(tree.Blob, ct), tree.Blob, from.DisplayName))
        await using (Stream bytes = LayerCompression.OpenDecompressed(compressed, CacheTypes.LargestTree))
        {
            await bytes.CopyToAsync(index, ct);
        }

        // Its checksum and form are looked at before anything is planned with it.
        Descriptor written = await store.WriteBytesAsync(CacheTypes.Tree, index.ToArray(), ct);
        LayerIndex.Open(store.Blobs.PathOf(written.Digest));
        trees.Note(tree.Layer, written);
    }
}
