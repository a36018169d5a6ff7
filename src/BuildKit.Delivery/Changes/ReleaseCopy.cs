using System.Collections.Immutable;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Releases;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;

namespace BuildKit.Delivery.Changes;

/// <summary>Brings the content of a release into an environment's registry, without a tag.</summary>
internal static class ReleaseCopy
{
    /// <summary>Copies each image's closure, then writes the release. What is there is not moved.</summary>
    /// <param name="source">Where each image is, by its name.</param>
    /// <returns>Bytes that were transferred, for each image in the order of the release.</returns>
    /// <exception cref="BuildKitException">One side failed; what arrived whole stays.</exception>
    public static async Task<ImmutableArray<long>> RunAsync(
        Func<string, IImageRepository> source, EnvironmentRepositories destination, Release release, IProgress<CopyProgress>? progress, CancellationToken ct)
    {
        var moved = ImmutableArray.CreateBuilder<long>(release.Images.Length);
        foreach (ReleaseImage image in release.Images)
        {
            CopyResult copy = await ImageCopy
                .CopyAsync(source(image.Name), destination.Image(release, image.Name), image.Image, CopyOptions.Default, progress, ct).ConfigureAwait(false);
            moved.Add(copy.MovedBytes);
        }

        await release.WriteAsync(destination.Home, ct).ConfigureAwait(false);
        return moved.ToImmutable();
    }
}
