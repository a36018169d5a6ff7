using System.Collections.Concurrent;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Store;
using BuildKit.Graph;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Execution;

/// <summary>
/// Layers of this build that are not unpacked: they came with a remote cache, or belong to a base whose files nothing has asked for. They are unpacked when a
/// step first reads them, and never where none does.
/// </summary>
internal sealed class DeferredLayers(LocalStore store, BlobMemory packed, BuildGraph graph, BaseExecutor bases)
{
    private readonly ConcurrentDictionary<Digest, bool> deferred = new();

    /// <summary>Whether a layer that is not unpacked can be, from a blob of the store.</summary>
    internal bool TryDefer(Digest diffId) => packed.Find(diffId) is not null && Defer(diffId);

    /// <summary>Puts off a base's layers that are not unpacked; the base can be brought again.</summary>
    internal void Defer(Image image)
    {
        foreach (Layer layer in image.Layers.Where(layer => !store.Snapshots.Contains(layer.DiffId)))
        {
            Defer(layer.DiffId);
        }
    }

    /// <summary>Whether files of the result cannot be read yet. Looks at no disk.</summary>
    internal bool IsDeferred(StepResult result) => !deferred.IsEmpty && result.DiffIds.Any(deferred.ContainsKey);

    /// <summary>Makes the files of a result readable.</summary>
    /// <param name="of">The step that gave it.</param>
    /// <exception cref="NamespaceNeededException">There is something to unpack, and the process is in no user namespace.</exception>
    internal async Task UnpackAsync(StepRef of, StepResult result, CancellationToken ct)
    {
        RootLayer[] missing = [.. result.Layers.Where(layer => deferred.ContainsKey(layer.DiffId))];
        if (missing.Length == 0)
        {
            return;
        }

        if (UserNamespace.IsNeeded)
        {
            throw new NamespaceNeededException(graph[of].Display);
        }

        if (missing.Any(layer => layer.Blob is not null))
        {
            StepRef root = RootOf(of);
            await bases.BringAsync(graph[root], root, filesNeeded: true, ct);
        }

        foreach (RootLayer layer in missing)
        {
            if (layer.Blob is null && !store.Snapshots.Contains(layer.DiffId))
            {
                Descriptor blob = packed.Find(layer.DiffId) ?? throw new BuildKitException(
                    ExecutionErrorCodes.LayerMissing, $"The layer {layer.DiffId} is no longer in the store.", "Build again; something has removed files of the store.");
                await bases.UnpackAsync(layer.DiffId, blob, ct);
            }

            deferred.TryRemove(layer.DiffId, out _);
        }
    }

    private StepRef RootOf(StepRef step) => graph[step].Inputs is [var parent, ..] ? RootOf(parent) : step;

    private bool Defer(Digest diffId)
    {
        deferred[diffId] = true;
        return true;
    }
}
