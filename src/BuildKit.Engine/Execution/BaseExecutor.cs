using System.Collections.Immutable;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Collection;
using BuildKit.Engine.Events;
using BuildKit.Engine.Store;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;
using BuildKit.Oci.Layouts;

namespace BuildKit.Engine.Execution;

/// <summary>
/// Brings bases: images of registries, of the local store, of layouts on disk. What a base is follows from its manifest and configuration
/// alone; its layers are fetched and unpacked only where a step reads files and their index is not there yet.
/// </summary>
internal sealed class BaseExecutor(LocalStore store, BasePuller puller, BuildRequest request, EventStream events)
{
    private const int UnpackedAtOnce = 2;

    /// <summary>The image where everything that is needed of it is here; else null.</summary>
    /// <param name="filesNeeded">Whether its layers must be unpacked.</param>
    internal async Task<Image?> FindAsync(Step step, bool filesNeeded, CancellationToken ct)
    {
        try
        {
            return await store.ResolveAsync(ManifestOf(step).ToString(), ct) is { } manifest
                && await Image.LoadAsync(store.Blobs, manifest, ct) is { } image
                && (!filesNeeded || image.Layers.All(layer => store.Snapshots.Contains(layer.DiffId)))
                    ? image
                    : null;
        }
        catch (BuildKitException exception) when (exception.Code == OciErrorCodes.BlobMissing)
        {
            return null;
        }
    }

    /// <summary>Brings manifest, configuration and layers, and unpacks the layers where files are needed.</summary>
    internal async Task<Image> BringAsync(Step step, StepRef reference, bool filesNeeded, CancellationToken ct)
    {
        var progress = new TransferProgress(events, reference);
        Descriptor manifest = step is PullStep pull
            ? (await puller.PullAsync(pull.Reference, ManifestOf(step), progress, ct)).Descriptor
            : await CopyLayoutAsync((LayoutStep)step, progress, ct);
        Image image = await Image.LoadAsync(store.Blobs, manifest, ct);
        if (filesNeeded)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = UnpackedAtOnce, CancellationToken = ct };
            await Parallel.ForEachAsync(image.Layers, options, async (layer, stop) => await UnpackAsync(layer.DiffId, layer.Blob, stop));
        }

        return image;
    }

    /// <summary>Makes sure that the layers' blobs are in the store, for an image that stands on the base.</summary>
    internal async Task EnsureBlobsAsync(Step step, StepRef reference, IEnumerable<RootLayer> layers, CancellationToken ct)
    {
        if (layers.Any(layer => layer.Blob is { } blob && !File.Exists(store.Blobs.PathOf(blob.Digest))))
        {
            await BringAsync(step, reference, filesNeeded: false, ct);
        }
    }

    /// <summary>Unpacks a blob of the store, once even where several builds want it.</summary>
    internal async Task UnpackAsync(Digest diffId, Descriptor blob, CancellationToken ct)
    {
        if (!store.Snapshots.Contains(diffId))
        {
            using RangeLock once = await store.Locks.AcquireAsync("unpack/" + diffId, exclusive: true, ct);
            await using Stream content = await store.Blobs.OpenReadAsync(blob, ct);
            await using Stream tar = LayerCompression.OpenDecompressed(content, maxSize: null);
            await store.Snapshots.UnpackAsync(tar, diffId, ct);
        }
    }

    /// <summary>The image as a result to build on.</summary>
    internal StepResult ResultOf(Step step, Image image) =>
        StepResult.Of(store.Snapshots, step.Display, [.. image.Layers.Select(layer => new RootLayer(layer.DiffId, layer.Blob))], image.Config);

    /// <summary>Notes that a build stands on a base.</summary>
    internal void NoteUse(Step step) => new UsedBases(store).Note(ManifestOf(step));

    /// <summary>What a base is pinned to.</summary>
    /// <exception cref="BuildKitException">It is not pinned (BK4209).</exception>
    internal static Digest ManifestOf(Step step) =>
        (step is PullStep pull ? pull.Manifest : (step as LayoutStep)?.Manifest) ?? throw new BuildKitException(
            ExecutionErrorCodes.BaseNotPinned,
            $"The base of '{step.Display}' is not pinned to a digest.",
            "Resolve the bases before the build: buildkit build does so and writes buildkit.lock.");

    private async Task<Descriptor> CopyLayoutAsync(LayoutStep step, IProgress<CopyProgress> progress, CancellationToken ct)
    {
        string path = Path.Combine(request.BuildfileDirectory, step.Path);
        await using IImageSource source = await LayoutImage.OpenAsync(path, ct);
        Descriptor root = await LayoutImage.FindAsync(source, step.Tag, step.Platform, ct);
        if (root.Digest != ManifestOf(step))
        {
            throw new BuildKitException(
                OciErrorCodes.LayoutMissing,
                $"{path} no longer holds the image {ManifestOf(step)} that was found there.",
                "Do not change the layout while a build reads it.");
        }

        return (await ImageCopy.CopyAsync(source, store, root, CopyOptions.Default, progress, ct)).Root;
    }
}
