using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Store;
using BuildKit.Oci;

namespace BuildKit.Engine.Collection;

/// <summary>
/// Collects by itself where a store has outgrown a size, after a build that made something. Whoever else uses the store is not waited for: the next build sees to it.
/// </summary>
/// <param name="store">The store; nothing runs on the object.</param>
/// <param name="ceiling">The most bytes that it may have.</param>
public sealed class StoreCeiling(LocalStore store, long ceiling)
{
    private readonly StoreContents contents = new(store);

    /// <summary>Looks how large the store is, by what is known of it, and collects where that is too much.</summary>
    /// <returns>What was done; null where there was nothing to do, or others use the store.</returns>
    /// <exception cref="BuildKitException">A name cannot be read (BK4221), or the disk failed.</exception>
    public async Task<CollectionReport?> KeepAsync(CancellationToken ct)
    {
        // Outside of a namespace nothing can have been made.
        if (UserNamespace.IsNeeded || !IsPassed())
        {
            return null;
        }

        try
        {
            return await new StoreCollector(store).CollectAsync(new CollectionPolicy(ceiling, null) { Patience = TimeSpan.Zero, SparesAllBesideTooManyNamed = true }, ct);
        }
        catch (BuildKitException exception) when (exception.Code == ExecutionErrorCodes.StoreInUse)
        {
            return null;
        }
    }

    private bool IsPassed()
    {
        try
        {
            long bytes = contents.Layers().Sum(layer => layer.DiffId is { } diffId ? contents.Sizes.OfLayer(diffId) : 0)
                + contents.Blobs().Sum(blob => StoreSizes.OfFile(blob.File))
                + contents.SizeOfRecords()
                + contents.SizeOfCheckouts()
                + SizeMemory.OfCaches(store.Index, contents.SizeOfCaches);
            contents.Sizes.Save();
            return bytes > ceiling;
        }
        catch (Exception exception) when (DiskErrors.Explain(exception, store.Paths.Root) is { } explained)
        {
            throw explained;
        }
    }
}
