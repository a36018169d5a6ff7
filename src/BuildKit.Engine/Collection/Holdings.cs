using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Collection;

/// <summary>Layers and blobs that something needs, each counted once.</summary>
internal sealed class Holdings(LocalStore store)
{
    private readonly HashSet<Digest> layers = [];
    private readonly HashSet<Digest> blobs = [];

    /// <summary>The size of all of them.</summary>
    internal long Bytes { get; private set; }

    internal bool HasLayer(Digest diffId) => layers.Contains(diffId);

    internal bool HasBlob(Digest blob) => blobs.Contains(blob);

    /// <summary>Takes the others in.</summary>
    internal void Add(Holdings others)
    {
        others.layers.ToList().ForEach(AddLayer);
        others.blobs.ToList().ForEach(AddBlob);
    }

    internal void AddLayer(Digest diffId) => Bytes += layers.Add(diffId) ? SizeOfLayer(store, diffId) : 0;

    internal void AddBlob(Digest blob) => Bytes += blobs.Add(blob) ? SizeOfFile(store.Blobs.PathOf(blob)) : 0;

    /// <summary>By how many bytes others would add to these.</summary>
    internal long BytesMoreWith(Holdings others) =>
        others.layers.Where(layer => !layers.Contains(layer)).Sum(layer => SizeOfLayer(store, layer)) + others.blobs.Where(blob => !blobs.Contains(blob)).Sum(blob => SizeOfFile(store.Blobs.PathOf(blob)));

    /// <summary>The files of an unpacked layer, by its index; 0 where it is not there.</summary>
    internal static long SizeOfLayer(LocalStore store, Digest diffId)
    {
        try
        {
            if (!store.Snapshots.Contains(diffId))
            {
                return 0;
            }

            LayerIndex index = LayerIndex.Open(store.Snapshots.IndexPath(diffId));
            return SizeOfFile(store.Snapshots.IndexPath(diffId)) + Enumerable.Range(0, index.Count).Where(entry => index[entry].HardLink is null).Sum(entry => index[entry].Size);
        }
        catch (BuildKitException)
        {
            // A damaged index: what is there is collected all the same.
            return 0;
        }
    }

    internal static long SizeOfFile(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
