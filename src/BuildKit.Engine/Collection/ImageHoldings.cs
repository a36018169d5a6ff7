using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Collection;

/// <summary>What images need: their documents, their layers' blobs, their unpacked layers, and what refers to them. What is not in the store is passed over.</summary>
internal sealed class ImageHoldings(LocalStore store)
{
    /// <summary>Adds what a manifest or index needs.</summary>
    internal Task AddAsync(Digest root, Holdings holdings, CancellationToken ct) => AddAsync(root, holdings, [], ct);

    private async Task AddAsync(Digest item, Holdings holdings, HashSet<Digest> seen, CancellationToken ct)
    {
        if (!seen.Add(item) || Holdings.SizeOfFile(store.Blobs.PathOf(item)) is not (> 0 and var size))
        {
            return;
        }

        holdings.AddBlob(item);
        if (await ReadAsync(item, size, ct) is not { } document)
        {
            return;
        }

        foreach (Descriptor child in document.Children)
        {
            if (document.Index is not null)
            {
                await AddAsync(child.Digest, holdings, seen, ct);
            }
            else
            {
                holdings.AddBlob(child.Digest);
            }
        }

        foreach (Digest layer in await LayersOfAsync(document, ct))
        {
            holdings.AddLayer(layer);
        }

        foreach (Descriptor referrer in await store.ReferrersAsync(item, null, ct))
        {
            await AddAsync(referrer.Digest, holdings, seen, ct);
        }
    }

    private async Task<ManifestDocument?> ReadAsync(Digest item, long size, CancellationToken ct)
    {
        try
        {
            byte[] content = await store.Blobs.ReadBytesAsync(new Descriptor(MediaTypes.OciManifest, item, size), ct);
            return ManifestDocument.Read(content, null, item.ToString());
        }
        catch (BuildKitException)
        {
            // Whoever uses it is told; it is kept as it is.
            return null;
        }
    }

    private async Task<IEnumerable<Digest>> LayersOfAsync(ManifestDocument document, CancellationToken ct)
    {
        try
        {
            return document.Manifest is { } manifest && manifest.Config.MediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig ? (await store.Blobs.ReadConfigAsync(manifest.Config, ct)).DiffIds : [];
        }
        catch (BuildKitException)
        {
            return [];
        }
    }
}
