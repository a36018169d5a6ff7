using BuildKit.Engine.Cache;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Verification;

/// <summary>Which content of a store can be used.</summary>
/// <param name="store">The store.</param>
/// <param name="broken">What is wrong with blobs and layers, by path.</param>
/// <param name="knowsIndex">Whether the index can be asked.</param>
internal sealed class StoreState(LocalStore store, IReadOnlyDictionary<string, string> broken, bool knowsIndex)
{
    private readonly BlobMemory packed = new(store, BlobMemory.Packed);
    private readonly BlobMemory offered = new(store, BlobMemory.Offered);

    /// <summary>Why a blob cannot be used, such as <c>gone</c>; null where it can.</summary>
    internal string? FaultOf(Digest blob) =>
        !File.Exists(store.Blobs.PathOf(blob)) ? "gone" : broken.ContainsKey(store.Blobs.PathOf(blob)) ? "damaged" : null;

    /// <summary>Why a result's layer cannot be had; null where it can, or where that is not known.</summary>
    internal string? FaultOfLayer(Digest diffId) =>
        store.Snapshots.Contains(diffId) ? (broken.ContainsKey(store.Paths.LayerOf(diffId)) ? "damaged" : null)
        : !knowsIndex || offered.Knows(diffId) ? null
        : packed.Find(diffId) is { } blob ? FaultOf(blob.Digest)
        : "gone";
}
