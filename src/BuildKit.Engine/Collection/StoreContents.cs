using System.Collections.Immutable;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Collection;

/// <summary>What there is in a store: what is named, and what is kept for its use.</summary>
internal sealed class StoreContents(LocalStore store)
{
    private readonly ImageHoldings images = new(store);

    /// <summary>What named images need.</summary>
    internal async Task<Holdings> NamedAsync(CancellationToken ct)
    {
        var named = new Holdings(store);
        foreach (LocalImage image in store.Images())
        {
            await images.AddAsync(image.Manifest.Digest, named, ct);
        }

        return named;
    }

    /// <summary>Everything else that something may use again, in no order.</summary>
    internal async Task<ImmutableArray<StoreItem>> ItemsAsync(CancellationToken ct)
    {
        var items = ImmutableArray.CreateBuilder<StoreItem>();
        items.AddRange(Results());
        foreach ((Digest manifest, DateTime lastUse) in new UsedBases(store).All())
        {
            var needs = new Holdings(store);
            await images.AddAsync(manifest, needs, ct);
            items.Add(new StoreItem(CollectedKinds.Bases, null, lastUse, 0, needs));
        }

        foreach (string folder in Folders(store.Paths.Caches))
        {
            items.Add(new StoreItem(CollectedKinds.Caches, folder, LastUse.Of(folder), SizeOfFolder(folder), new Holdings(store)));
        }

        items.AddRange(Files(store.Paths.Passes).Select(file => Small(CollectedKinds.Passes, file)));
        items.AddRange(Files(store.Paths.Builds).Select(file => Small(CollectedKinds.Builds, file)));
        return items.ToImmutable();
    }

    /// <summary>The unpacked layers.</summary>
    internal IEnumerable<(string Folder, Digest? DiffId)> Layers() => Folders(store.Paths.Layers).Select(folder => (folder, DigestOf(folder)));

    /// <summary>The blobs.</summary>
    internal IEnumerable<(string File, Digest? Digest)> Blobs() => Files(Path.Combine(store.Paths.Blobs, "sha256")).Select(file => (file, DigestOf(file)));

    /// <summary>The folders of those that refer to a manifest.</summary>
    internal IEnumerable<(string Folder, Digest? Subject)> Referrers() => Folders(store.Paths.Referrers).Select(folder => (folder, DigestOf(folder)));

    // Links are counted as nothing and not followed; what others write meanwhile is not the point.
    private static long SizeOfFolder(string folder) => new DirectoryInfo(folder)
        .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true })
        .Sum(file => file.Length);

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];

    private static IEnumerable<string> Folders(string folder) => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [];

    private static Digest? DigestOf(string path) => Digest.TryParse("sha256:" + Path.GetFileName(path), out Digest digest) ? digest : null;

    private StoreItem Small(string kind, string file) => new(kind, file, LastUse.Of(file), Holdings.SizeOfFile(file), new Holdings(store));

    private IEnumerable<StoreItem> Results()
    {
        ILookup<Digest, Digest> blobs = BlobMemory.All(store.Index).ToLookup(pair => pair.DiffId, pair => pair.Blob);
        foreach (string file in Files(store.Paths.Results))
        {
            var needs = new Holdings(store);
            if (DigestOf(file) is { } key && AtomicFile.Read(file) is { } content && StepRecordJson.Read(content, key) is { Layer: { } layer })
            {
                needs.AddLayer(layer);
                blobs[layer].ToList().ForEach(needs.AddBlob);
            }

            yield return new StoreItem(CollectedKinds.Results, file, LastUse.Of(file), Holdings.SizeOfFile(file), needs);
        }
    }
}
