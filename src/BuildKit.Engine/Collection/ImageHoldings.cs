using BuildKit.Engine.Store;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Collection;

/// <summary>What images need: their documents, their layers' blobs, their unpacked layers, and what refers to them. What is not in the store is passed over.</summary>
internal sealed class ImageHoldings(LocalStore store, StoreDocuments documents)
{
    /// <summary>Adds what a manifest or index needs.</summary>
    internal Task AddAsync(Digest root, Holdings holdings, CancellationToken ct) => AddAsync(root, holdings, [], ct);

    private async Task AddAsync(Digest item, Holdings holdings, HashSet<Digest> seen, CancellationToken ct)
    {
        if (!seen.Add(item))
        {
            return;
        }

        holdings.AddBlob(item);
        if (await documents.FindAsync(item, ct) is not { } document)
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

        foreach (Digest layer in await documents.LayersOfAsync(document, ct))
        {
            holdings.AddLayer(layer);
        }

        foreach (Descriptor referrer in await store.ReferrersAsync(item, null, ct))
        {
            await AddAsync(referrer.Digest, holdings, seen, ct);
        }
    }
}
