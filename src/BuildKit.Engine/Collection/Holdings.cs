using BuildKit.Oci.Content;

namespace BuildKit.Engine.Collection;

/// <summary>Layers and blobs that something needs, each counted once.</summary>
internal sealed class Holdings(StoreSizes sizes)
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

    internal void AddLayer(Digest diffId) => Bytes += layers.Add(diffId) ? sizes.OfLayer(diffId) : 0;

    internal void AddBlob(Digest blob) => Bytes += blobs.Add(blob) ? sizes.OfBlob(blob) : 0;

    /// <summary>By how many bytes others would add to these.</summary>
    internal long BytesMoreWith(Holdings others) =>
        others.layers.Where(layer => !layers.Contains(layer)).Sum(sizes.OfLayer) + others.blobs.Where(blob => !blobs.Contains(blob)).Sum(sizes.OfBlob);
}
