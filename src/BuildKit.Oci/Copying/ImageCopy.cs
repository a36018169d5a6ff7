using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Copying;

/// <summary>The one copy: pull, push, save, load and promote move a descriptor's closure from one repository to another with it.</summary>
public static class ImageCopy
{
    /// <summary>
    /// Copies what a manifest or index names, then itself: children before parents, in parallel, streaming, every digest verified.
    /// What the destination holds is not moved, so that a second try after a failure moves only what is missing. Layers that may not be
    /// distributed (media types with <c>nondistributable</c> or <c>foreign</c>) stay where they are.
    /// </summary>
    /// <param name="source">Where the closure is.</param>
    /// <param name="destination">Where it shall be.</param>
    /// <param name="root">A manifest or index of the source.</param>
    /// <param name="options">What else to do.</param>
    /// <param name="progress">Hears what happens; null for nobody. Called one at a time, from any thread; must not block.</param>
    /// <param name="ct">Stops the copy; what arrived whole stays.</param>
    /// <exception cref="BuildKitException">One side failed; the message says which.</exception>
    public static async Task<CopyResult> CopyAsync(
        IImageRepository source,
        IImageRepository destination,
        Descriptor root,
        CopyOptions options,
        IProgress<CopyProgress>? progress,
        CancellationToken ct)
    {
        using var slots = new SemaphoreSlim(Math.Max(1, options.Parallelism));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ledger = new CopyLedger(progress);
        var copy = new ClosureCopy(source, destination, options, ledger, slots, stop);
        Descriptor chosen = await ChooseAsync(copy, source, root, options).ConfigureAwait(false);
        await copy.VisitAsync(chosen, depth: 0).ConfigureAwait(false);
        var sides = new CopySides(source, destination);
        foreach (string tag in options.Tags)
        {
            await sides.ToDestinationAsync(async side =>
            {
                await side.TagAsync(chosen, tag, ct).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }

        return ledger.Close(chosen);
    }

    private static async Task<Descriptor> ChooseAsync(ClosureCopy copy, IImageRepository source, Descriptor root, CopyOptions options)
    {
        if (options.Platform is not { } platform || !MediaTypes.IsIndex(root.MediaType))
        {
            return root;
        }

        (_, ManifestDocument document) = await copy.ReadAsync(root).ConfigureAwait(false);
        return document.Index is { } index ? PlatformSelector.Select(index, platform, $"{source.DisplayName}@{root.Digest}") : root;
    }
}
