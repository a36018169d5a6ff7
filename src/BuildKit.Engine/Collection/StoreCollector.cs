using BuildKit.Engine.Execution;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Collection;

/// <summary>
/// Removes from a store what nothing can use any more, and what the policy says. Named images are kept with all they need. What takes long to read it reads while
/// others may use the store; it looks again and moves away while nobody does, and removes afterwards. Killed at any moment, it loses nothing and leaves nothing for long.
/// A build or plan on the same object counts as a use; what else is written to that object by the same process, such as an image that is copied into it, is not seen.
/// </summary>
public sealed class StoreCollector(LocalStore store)
{
    private readonly StoreContents contents = new(store);

    /// <summary>Collects.</summary>
    /// <exception cref="BuildKitException">Others use the store for longer than the policy's patience (BK4220), a name cannot be read (BK4221), or the disk failed.</exception>
    /// <exception cref="NamespaceNeededException">There is something to remove for a user namespace, and the process is in none.</exception>
    public async Task<CollectionReport> CollectAsync(CollectionPolicy policy, CancellationToken ct)
    {
        try
        {
            return await CollectWholeAsync(policy, ct);
        }
        catch (Exception exception) when (DiskErrors.Explain(exception, store.Paths.Root) is { } explained)
        {
            throw explained;
        }
    }

    private async Task<CollectionReport> CollectWholeAsync(CollectionPolicy policy, CancellationToken ct)
    {
        if (policy.IsDryRun)
        {
            return (await LookAsync(policy, ct)).Report;
        }

        if (UserNamespace.IsNeeded)
        {
            throw new NamespaceNeededException("Collecting");
        }

        // For what is remembered of it.
        await LookAsync(policy, ct);
        contents.Sizes.Save();
        CollectionReport? report = null;
        if (!await store.Use.TryAloneAsync(async stop => report = Take(await LookAsync(policy, stop)), RemoveTaken, policy.Patience, ct))
        {
            throw store.Use.InUse(store.Paths.Root, "Collect");
        }

        return report!;
    }

    private void RemoveTaken()
    {
        foreach (string moved in Directory.EnumerateFileSystemEntries(store.Temporary.Own, "*-collected"))
        {
            TemporaryFolders.TryRemove(moved);
        }
    }

    private async Task<Removal> LookAsync(CollectionPolicy policy, CancellationToken ct)
    {
        store.Index.DemandReadable();
        Holdings kept = await contents.NamedAsync(ct);
        var removal = new Removal { Kept = kept };
        long bytes = kept.Bytes;
        long? most = policy.SparesAllBesideTooManyNamed && bytes > policy.Keep ? null : policy.Keep;
        bool isFull = false;

        // Results whose layers a named image needs anyway come before all others: they take no room. Of one day the first come first: a step that is gone runs again
        // with all that follow, so it is the last ones that go.
        foreach (StoreItem item in (await contents.ItemsAsync(kept, ct))
            .OrderBy(item => item.Kind != CollectedKinds.Results || kept.BytesMoreWith(item.Needs) > 0).ThenByDescending(item => item.LastUse.Date).ThenBy(item => item.LastUse))
        {
            long more = item.Bytes + kept.BytesMoreWith(item.Needs);
            isFull |= bytes + more > most;
            if (isFull || DateTime.UtcNow - item.LastUse > policy.OlderThan)
            {
                removal.Add(item.Kind, item.Path, item.Bytes);
                continue;
            }

            kept.Add(item.Needs);
            bytes += more;
            if (item is { IsUnnoted: true, Manifest: { } manifest })
            {
                removal.UnnotedBases.Add(manifest);
            }
        }

        removal.KeptBytes = bytes;
        removal.AddAll(CollectedKinds.Layers, contents.Layers().Where(layer => layer.DiffId is not { } diffId || !kept.HasLayer(diffId)).Select(layer => (layer.Folder, SizeOf(layer.DiffId))));
        removal.AddAll(CollectedKinds.Referrers, contents.Referrers().Where(folder => folder.Subject is not { } subject || !kept.HasBlob(subject)).Select(folder => (folder.Folder, 0L)));
        removal.AddAll(CollectedKinds.Blobs, contents.Blobs().Where(blob => blob.Digest is not { } digest || !kept.HasBlob(digest)).Select(blob => (blob.File, StoreSizes.OfFile(blob.File))));
        return removal;

        long SizeOf(Digest? layer) => layer is { } diffId ? contents.Sizes.OfLayer(diffId) : 0;
    }

    private CollectionReport Take(Removal removal)
    {
        foreach (string path in removal.Paths)
        {
            string target = store.Temporary.NewPath("collected");
            if (Directory.Exists(path))
            {
                Directory.Move(path, target);
            }
            else
            {
                File.Move(path, target);
            }
        }

        new IndexSweep(store).Run(removal);
        return removal.Report;
    }
}
