using System.Text;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Cache;

/// <summary>Which blob holds a layer, or something of it, by diff id.</summary>
/// <param name="space">Which blobs: those of one compressor, or one of the constants.</param>
internal sealed class BlobMemory(LocalStore store, string space)
{
    /// <summary>Those that came with a remote cache, whatever compressed them, verified against both digests. Their layers are unpacked where a step reads them, and not before.</summary>
    internal const string Packed = "packed";

    /// <summary>The indexes of layers that came with a remote cache without the layers.</summary>
    internal const string Trees = "tree";

    /// <summary>Those that a remote cache had when it was last asked; here or not.</summary>
    internal const string Offered = "offered";

    /// <summary>Whether a space of the index says which blob holds a layer, or something of it.</summary>
    internal static bool IsOfBlobs(string space) => space is Packed or Trees || LayerFormat.Parse(space.Split(':')[0]) is not null;

    /// <summary>Every blob in a store that holds a layer, or something of it, with the layer's diff id; here or not.</summary>
    internal static IEnumerable<(Digest DiffId, Digest Blob)> All(StoreIndex index)
    {
        foreach (string space in index.Spaces().Where(IsOfBlobs))
        {
            foreach ((byte[] key, byte[] value) in index.GetAll(space))
            {
                if (Digest.TryParse(Encoding.UTF8.GetString(key), out Digest diffId) && DescriptorFile.Parse(value) is (_, var blob))
                {
                    yield return (diffId, blob.Digest);
                }
            }
        }
    }

    /// <summary>Whether one was noted, be it here or not.</summary>
    internal bool Knows(Digest diffId) => store.Index.Get(space, diffId.ToString()) is not null;

    /// <summary>The blob of a layer; null where none is known, or where it is gone.</summary>
    internal Descriptor? Find(Digest diffId) =>
        store.Index.Get(space, diffId.ToString()) is { } value
        && DescriptorFile.Parse(value)?.Descriptor is { } blob
        && File.Exists(store.Blobs.PathOf(blob.Digest))
            ? blob
            : null;

    /// <summary>Notes the blob of a layer.</summary>
    internal void Note(Digest diffId, Descriptor blob) => store.Index.Put(space, diffId.ToString(), DescriptorFile.Format(null, blob));
}
