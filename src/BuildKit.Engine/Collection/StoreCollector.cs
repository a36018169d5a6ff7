using System.Collections.Immutable;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Store;
using BuildKit.Oci;

namespace BuildKit.Engine.Collection;

/// <summary>
/// Removes from a store what nothing can use any more, and what the policy says. Named images are kept with all they need. It looks and moves away while nobody
/// else has the store open; another build on the same object of it must not run. That takes moments; it removes afterwards, and killed at any moment, it loses nothing and leaves nothing for long.
/// </summary>
public sealed class StoreCollector(LocalStore store)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Collects.</summary>
    /// <exception cref="BuildKitException">Others use the store for longer than the policy's patience (BK4220), or the disk failed.</exception>
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

        CollectionReport? report = null;
        DateTime end = DateTime.UtcNow + policy.Patience;
        while (!store.TryAlone(() => report = Move(LookAsync(policy, ct).GetAwaiter().GetResult())))
        {
            if (DateTime.UtcNow > end)
            {
                throw new BuildKitException(
                    ExecutionErrorCodes.StoreInUse, $"A build, a container that runs or another collection uses the store {store.Paths.Root}.", "Collect again when it has ended; --dry-run needs not wait.");
            }

            await Task.Delay(Pause, ct);
        }

        foreach (string moved in Directory.EnumerateFileSystemEntries(store.Temporary.Own, "*-collected"))
        {
            TemporaryFolders.TryRemove(moved);
        }

        return report!;
    }

    private async Task<Removal> LookAsync(CollectionPolicy policy, CancellationToken ct)
    {
        store.Index.DemandReadable();
        var contents = new StoreContents(store);
        Holdings kept = await contents.NamedAsync(ct);
        var removal = new Removal();
        long bytes = kept.Bytes;
        bool isFull = false;

        // Of one day the first come first: a step that is gone runs again with all that follow, so it is the last ones that go.
        foreach (StoreItem item in (await contents.ItemsAsync(ct)).OrderByDescending(item => item.LastUse.Date).ThenBy(item => item.LastUse))
        {
            long more = item.Bytes + kept.BytesMoreWith(item.Needs);
            isFull |= bytes + more > policy.Keep;
            if (isFull || DateTime.UtcNow - item.LastUse > policy.OlderThan)
            {
                removal.Add(item.Kind, item.Path, item.Bytes);
                continue;
            }

            kept.Add(item.Needs);
            bytes += more;
        }

        removal.KeptBytes = bytes;
        removal.AddAll(CollectedKinds.Layers, contents.Layers().Where(layer => layer.DiffId is not { } diffId || !kept.HasLayer(diffId)).Select(layer => (layer.Folder, SizeOf(layer.DiffId))));
        removal.AddAll(CollectedKinds.Referrers, contents.Referrers().Where(folder => folder.Subject is not { } subject || !kept.HasBlob(subject)).Select(folder => (folder.Folder, 0L)));
        removal.AddAll(CollectedKinds.Blobs, contents.Blobs().Where(blob => blob.Digest is not { } digest || !kept.HasBlob(digest)).Select(blob => (blob.File, Holdings.SizeOfFile(blob.File))));
        return removal;

        long SizeOf(Oci.Content.Digest? layer) => layer is { } diffId ? Holdings.SizeOfLayer(store, diffId) : 0;
    }

    private CollectionReport Move(Removal removal)
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

        return removal.Report;
    }
}
