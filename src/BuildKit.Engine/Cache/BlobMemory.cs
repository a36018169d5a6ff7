using BuildKit.Engine.Store;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Cache;

/// <summary>Which blob of the store holds a layer, by diff id. What is noted was verified against both digests.</summary>
/// <param name="space">Which blobs: those of one compressor, or <see cref="Packed"/>.</param>
internal sealed class BlobMemory(LocalStore store, string space)
{
    /// <summary>Those that came with a remote cache, whatever compressed them. Their layers are unpacked where a step reads them, and not before.</summary>
    internal const string Packed = "packed";

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
