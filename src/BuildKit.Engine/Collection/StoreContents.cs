using System.Collections.Immutable;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Collection;

/// <summary>What there is in a store: what is named, and what is kept for its use.</summary>
internal sealed class StoreContents(LocalStore store)
{
    private readonly StoreDocuments documents = new(store);
    private readonly UsedBases bases = new(store);

    /// <summary>How large things are; what is read for it is remembered, as are the documents.</summary>
    internal StoreSizes Sizes { get; } = new(store);

    /// <summary>What named images need.</summary>
    /// <exception cref="BuildKitException">A name cannot be read (BK4221): what it names would be taken for something that nobody needs.</exception>
    internal async Task<Holdings> NamedAsync(CancellationToken ct)
    {
        if (store.Names.Unreadable() is [var damaged, ..])
        {
            throw new BuildKitException(
                ExecutionErrorCodes.NameUnreadable, $"The file {damaged} does not say which image has the name: what it needs is not known, so nothing is collected.", "Run buildkit store verify --repair, which takes the name away, and build or pull the image again.");
        }

        var named = new Holdings(Sizes);
        foreach (LocalImage image in store.Images())
        {
            await new ImageHoldings(store, documents).AddAsync(image.Manifest.Digest, named, ct);
        }

        return named;
    }

    /// <summary>Everything else that something may use again, in no order.</summary>
    /// <param name="named">What named images need.</param>
    internal async Task<ImmutableArray<StoreItem>> ItemsAsync(Holdings named, CancellationToken ct)
    {
        var items = ImmutableArray.CreateBuilder<StoreItem>();
        items.AddRange(Results());
        (Digest Manifest, DateTime LastUse)[] noted = [.. bases.All()];
        foreach ((Digest manifest, DateTime lastUse) in noted)
        {
            items.Add(await BaseAsync(manifest, lastUse, ct));
        }

        foreach (Digest manifest in await UnnotedAsync(named, [.. noted.Select(known => known.Manifest)], ct))
        {
            items.Add(await BaseAsync(manifest, DateTime.UtcNow.Date, ct) with { IsUnnoted = true });
        }

        items.AddRange(Folders(store.Paths.Caches).Select(folder => Whole(CollectedKinds.Caches, folder)));
        items.AddRange(Folders(store.Paths.Checkouts).Select(folder => Whole(CollectedKinds.Checkouts, folder)));
        items.AddRange(Files(store.Paths.Passes).Select(file => Small(CollectedKinds.Passes, file)));
        items.AddRange(Files(store.Paths.Builds).Select(file => Small(CollectedKinds.Builds, file)));
        return items.ToImmutable();
    }

    /// <summary>What lies in all cache mounts.</summary>
    internal long SizeOfCaches() => Folders(store.Paths.Caches).Sum(StoreSizes.OfFolder);

    /// <summary>What the copies of Git repositories take: few files, since they are packed.</summary>
    internal long SizeOfCheckouts() => Folders(store.Paths.Checkouts).Sum(StoreSizes.OfFolder);

    /// <summary>What results, passes and builds take.</summary>
    internal long SizeOfRecords() => new[] { store.Paths.Results, store.Paths.Passes, store.Paths.Builds }.Sum(folder => Files(folder).Sum(StoreSizes.OfFile));

    /// <summary>The unpacked layers.</summary>
    internal IEnumerable<(string Folder, Digest? DiffId)> Layers() => Folders(store.Paths.Layers).Select(folder => (folder, DigestOf(folder)));

    /// <summary>The blobs.</summary>
    internal IEnumerable<(string File, Digest? Digest)> Blobs() => Files(Path.Combine(store.Paths.Blobs, "sha256")).Select(file => (file, DigestOf(file)));

    /// <summary>The folders of those that refer to a manifest.</summary>
    internal IEnumerable<(string Folder, Digest? Subject)> Referrers() => Folders(store.Paths.Referrers).Select(folder => (folder, DigestOf(folder)));

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];

    private static IEnumerable<string> Folders(string folder) => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [];

    private static Digest? DigestOf(string path) => Digest.TryParse("sha256:" + Path.GetFileName(path), out Digest digest) ? digest : null;

    private StoreItem Small(string kind, string file) => new(kind, file, LastUse.Of(file), StoreSizes.OfFile(file), new Holdings(Sizes));

    private StoreItem Whole(string kind, string folder) => new(kind, folder, LastUse.Of(folder), StoreSizes.OfFolder(folder), new Holdings(Sizes));

    private async Task<StoreItem> BaseAsync(Digest manifest, DateTime lastUse, CancellationToken ct)
    {
        var needs = new Holdings(Sizes);
        await new ImageHoldings(store, documents).AddAsync(manifest, needs, ct);
        return new StoreItem(CollectedKinds.Bases, null, lastUse, 0, needs) { Manifest = manifest };
    }

    /// <summary>Images without a name that may be bases from before the index was made: of those that came later, every use is noted. What was built here is none.</summary>
    private async Task<List<Digest>> UnnotedAsync(Holdings named, HashSet<Digest> noted, CancellationToken ct)
    {
        DateTime since = bases.Since;
        var packed = new Lazy<HashSet<Digest>>(() => [.. BlobMemory.All(store.Index).Select(pair => pair.DiffId)]);
        var unnoted = new List<Digest>();
        foreach ((string file, Digest? digest) in Blobs().Where(blob => File.GetLastWriteTimeUtc(blob.File) < since))
        {
            if (digest is { } manifest && !named.HasBlob(manifest) && !noted.Contains(manifest)
                && await documents.GuessAsync(manifest, ct) is { Manifest: not null } document
                && await documents.LayersOfAsync(document, ct) is { IsEmpty: false } layers
                && !layers.Any(layer => Sizes.IsMadeHere(layer) || packed.Value.Contains(layer)))
            {
                unnoted.Add(manifest);
            }
        }

        return unnoted;
    }

    private IEnumerable<StoreItem> Results()
    {
        ILookup<Digest, Digest> blobs = BlobMemory.All(store.Index).ToLookup(pair => pair.DiffId, pair => pair.Blob);
        foreach (string file in Files(store.Paths.Results))
        {
            var needs = new Holdings(Sizes);
            if (DigestOf(file) is { } key && AtomicFile.Read(file) is { } content && StepRecordJson.Read(content, key) is { Layer: { } layer })
            {
                needs.AddLayer(layer);
                blobs[layer].ToList().ForEach(needs.AddBlob);
            }

            yield return new StoreItem(CollectedKinds.Results, file, LastUse.Of(file), StoreSizes.OfFile(file), needs);
        }
    }
}
