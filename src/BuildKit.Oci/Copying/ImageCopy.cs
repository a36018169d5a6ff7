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
    /// <param name="progress">Hears what happens; null for nobody. Called one at a time, from any thread.</param>
    /// <param name="ct">Stops the copy; what arrived whole stays.</param>
    /// <exception cref="BuildKitException">One side failed; the message says which.</exception>
    public static Task<CopyResult> CopyAsync(
        IImageRepository source,
        IImageRepository destination,
        Descriptor root,
        CopyOptions options,
        IProgress<CopyProgress>? progress,
        CancellationToken ct) => throw new NotSupportedException();
}
