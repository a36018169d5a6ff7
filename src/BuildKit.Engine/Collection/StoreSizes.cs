using System.Collections.Concurrent;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Collection;

/// <summary>How large things of a store are. What a layer's index says is read once and then known from the store's index: a layer has the same files as long as it is there.</summary>
/// <param name="store">The store.</param>
/// <param name="asksIndex">Whether the store's index is asked, which makes a damaged one anew.</param>
internal sealed class StoreSizes(LocalStore store, bool asksIndex = true)
{
    private readonly ConcurrentDictionary<Digest, LayerSize> learned = new();
    private readonly Lazy<Dictionary<Digest, LayerSize>> remembered = new(() => asksIndex ? SizeMemory.Read(store.Index) : []);

    /// <summary>The files of an unpacked layer, by its index; 0 where it is not there, or its index is damaged.</summary>
    internal long OfLayer(Digest diffId) => store.Snapshots.Contains(diffId) && Find(diffId) is { } size ? size.Bytes : 0;

    /// <summary>Whether an unpacked layer was made by a step here, and not unpacked of a blob.</summary>
    internal bool IsMadeHere(Digest diffId) => store.Snapshots.Contains(diffId) && Find(diffId) is { IsMadeHere: true };

    internal long OfBlob(Digest blob) => OfFile(store.Blobs.PathOf(blob));

    /// <summary>Keeps what was read for later processes; writes nothing where that is nothing.</summary>
    internal void Save() => SizeMemory.Keep(store.Index, learned);

    internal static long OfFile(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>What lies in a folder. Links are counted as nothing and not followed; what others write meanwhile is not the point.</summary>
    internal static long OfFolder(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        try
        {
            return Directory.EnumerateFiles(folder, "*", options).Sum(OfFile);
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private LayerSize? Find(Digest diffId)
    {
        if (learned.TryGetValue(diffId, out LayerSize? known) || remembered.Value.TryGetValue(diffId, out known))
        {
            return known;
        }

        try
        {
            string path = store.Snapshots.IndexPath(diffId);
            LayerIndex index = LayerIndex.Open(path);
            return learned.GetOrAdd(diffId, new LayerSize(OfFile(path) + index.FileBytes, index.TarSize > 0));
        }
        catch (BuildKitException)
        {
            // It is damaged, or gone meanwhile.
            return null;
        }
    }
}
