using System.Collections.Concurrent;
using BuildKit.Engine.Cache;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Store;
using BuildKit.Graph;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Execution;

/// <summary>
/// Layers of this build that are not unpacked: a remote cache has them, or has given them, or they belong to a base whose files nothing has asked for. They come
/// and are unpacked when a step first reads them, and never where none does.
/// </summary>
internal sealed class DeferredLayers(LocalStore store, BuildGraph graph, BaseExecutor bases, CacheSources remote)
{
    private readonly BlobMemory packed = new(store, BlobMemory.Packed);
    private readonly BlobMemory offered = new(store, BlobMemory.Offered);
    private readonly TreeBlob trees = new(store);
    private readonly ConcurrentDictionary<Digest, bool> deferred = new();
    private readonly ConcurrentDictionary<Digest, bool> readable = new();

    /// <summary>Whether a layer that is not unpacked can be had: its blob is here, or a remote cache had it in an earlier build and may still.</summary>
    internal bool TryDefer(Digest diffId)
    {
        bool canBeHad = packed.Find(diffId) is not null || (remote.MayHave(diffId) && offered.Knows(diffId));
        if (canBeHad)
        {
            deferred[diffId] = true;
        }

        return canBeHad;
    }

    /// <summary>Puts off a base's layers that are not unpacked; the base can be brought again.</summary>
    internal void Defer(Image image)
    {
        foreach (Layer layer in image.Layers.Where(layer => !store.Snapshots.Contains(layer.DiffId)))
        {
            deferred[layer.DiffId] = true;
        }
    }

    /// <summary>Puts off the layer of a step that a remote cache knows.</summary>
    /// <param name="isInImage">Whether its blob is needed in any case; then it is begun with at once.</param>
    internal void Defer(CacheEntry entry, bool isInImage)
    {
        if (entry is not { Record.Layer: { } layer, Blob: { } blob } || store.Snapshots.Contains(layer))
        {
            return;
        }

        deferred[layer] = true;
        if (packed.Find(layer) is not null)
        {
            return;
        }

        offered.Note(layer, blob);
        if (isInImage)
        {
            remote.Begin(layer);
        }
    }

    /// <summary>Whether a result has layers that are not unpacked. Looks at no disk.</summary>
    internal bool IsDeferred(StepResult result) => !deferred.IsEmpty && result.DiffIds.Any(deferred.ContainsKey);

    /// <summary>Whether a result has layers whose files are not even known. Looks at no disk.</summary>
    internal bool LacksIndex(StepResult result) => !deferred.IsEmpty && result.DiffIds.Any(layer => deferred.ContainsKey(layer) && !readable.ContainsKey(layer));

    /// <summary>Makes the names, modes and digests of a result's files known, though not the files: by the layers' indexes alone where a remote cache has them.</summary>
    /// <param name="of">The step that gave it.</param>
    /// <exception cref="NamespaceNeededException">There is something to unpack, and the process is in no user namespace.</exception>
    /// <exception cref="CacheLostException">A layer cannot be had.</exception>
    internal async Task IndexAsync(StepRef of, StepResult result, CancellationToken ct)
    {
        Digest[] unknown = [.. result.DiffIds.Where(layer => deferred.ContainsKey(layer) && !readable.ContainsKey(layer))];
        bool[] known = await Task.WhenAll(unknown.Select(async layer => trees.IsKnown(layer) || await remote.BringTreeAsync(layer, ct)));
        if (known.Contains(false))
        {
            await UnpackAsync(of, result, ct);
        }

        foreach (Digest layer in unknown)
        {
            readable[layer] = true;
        }
    }

    /// <summary>Makes the files of a result readable.</summary>
    /// <param name="of">The step that gave it.</param>
    /// <exception cref="NamespaceNeededException">There is something to unpack, and the process is in no user namespace.</exception>
    /// <exception cref="CacheLostException">A layer cannot be had.</exception>
    internal async Task UnpackAsync(StepRef of, StepResult result, CancellationToken ct)
    {
        RootLayer[] missing = [.. result.Layers.Where(layer => deferred.ContainsKey(layer.DiffId) && !store.Snapshots.Contains(layer.DiffId))];
        await BringAsync(result, ct);
        if (missing.Length > 0 && UserNamespace.IsNeeded)
        {
            throw new NamespaceNeededException(graph[of].Display);
        }

        if (missing.Any(layer => layer.Blob is not null))
        {
            StepRef root = RootOf(of);
            await bases.BringAsync(graph[root], root, filesNeeded: true, ct);
        }

        foreach (RootLayer layer in missing.Where(layer => layer.Blob is null))
        {
            await bases.UnpackAsync(layer.DiffId, packed.Find(layer.DiffId) ?? throw new CacheLostException(), ct);
        }

        foreach (Digest layer in result.DiffIds)
        {
            deferred.TryRemove(layer, out _);
        }
    }

    /// <summary>Brings the blobs of a result's layers into the store; those of bases are not among them.</summary>
    /// <exception cref="CacheLostException">One cannot be had.</exception>
    internal async Task BringAsync(StepResult result, CancellationToken ct)
    {
        bool[] brought = await Task.WhenAll(result.Layers.Where(layer => layer.Blob is null).Select(layer => TryBringAsync(layer.DiffId, ct)));
        if (brought.Contains(false))
        {
            throw new CacheLostException();
        }
    }

    /// <summary>Brings the blob of a layer that is not unpacked; false where it cannot be had.</summary>
    internal async Task<bool> TryBringAsync(Digest diffId, CancellationToken ct) =>
        !deferred.ContainsKey(diffId) || store.Snapshots.Contains(diffId) || packed.Find(diffId) is not null || await remote.BringAsync(diffId, ct);

    private StepRef RootOf(StepRef step) => graph[step].Inputs is [var parent, ..] ? RootOf(parent) : step;
}
