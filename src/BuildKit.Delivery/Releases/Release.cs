using System.Collections.Immutable;
using BuildKit.Delivery.Artifacts;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Delivery.Releases;

/// <summary>
/// What is delivered: the images of one Buildfile, which move together. It says nothing of commits, times or people, so the same images always make the same
/// release.
/// </summary>
public sealed record Release
{
    private readonly Artifact artifact;

    private Release(ImmutableArray<ReleaseImage> images)
    {
        Images = images;

        // With one image, the release is found from it; with several, the environment's tag names the release itself.
        artifact = Artifact.Create(ArtifactTypes.Release, ArtifactTypes.Release, ReleaseJson.Write(images), images is [var only] ? only.Image : null);
    }

    /// <summary>The images, in ordinal order of their names; at least one.</summary>
    public ImmutableArray<ReleaseImage> Images { get; }

    /// <summary>The release's artifact, by which it is known everywhere.</summary>
    public Descriptor Descriptor => artifact.Manifest;

    /// <summary>The release's digest.</summary>
    public Digest Digest => artifact.Manifest.Digest;

    /// <summary>What an environment's tag names in its own repository: the image where there is one, else the release.</summary>
    public Descriptor TagTarget => Images is [var only] ? only.Image : Descriptor;

    /// <summary>Makes a release, in whatever order the images come.</summary>
    /// <exception cref="BuildKitException">There is no image, or two have one name (BK6006).</exception>
    public static Release Of(IEnumerable<ReleaseImage> images)
    {
        ImmutableArray<ReleaseImage> sorted =
            [.. images.Select(image => new ReleaseImage(image.Name, Bare(image.Image))).OrderBy(image => image.Name, StringComparer.Ordinal)];
        if (sorted.IsEmpty)
        {
            throw new BuildKitException(DeliveryErrorCodes.ReleaseInvalid, "A release without an image cannot be delivered.", "Declare an image in the Buildfile.");
        }

        string? twice = sorted.GroupBy(image => image.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null
            ? new Release(sorted)
            : throw new BuildKitException(DeliveryErrorCodes.ReleaseInvalid, $"Two images of the release are named '{twice}'.", "Give one of them another name.");
    }

    /// <summary>Writes the release's artifact.</summary>
    internal Task WriteAsync(IImageRepository repository, CancellationToken ct) => artifact.WriteAsync(repository, ct);

    /// <summary>Reads a release by its digest.</summary>
    /// <exception cref="BuildKitException">There is none of it (BK6006, BK6007).</exception>
    internal static async Task<Release> ReadAsync(IImageRepository repository, Digest digest, CancellationToken ct)
    {
        Descriptor manifest = await repository.ResolveAsync(digest.ToString(), ct).ConfigureAwait(false)
            ?? throw new BuildKitException(
                DeliveryErrorCodes.ReleaseUnknown, $"{repository.DisplayName} does not hold the release {digest}.", "It may have been removed there: deliver it again.");
        string where = $"{repository.DisplayName}@{digest}";
        Artifact read = await Artifact.ReadAsync(repository, manifest, ArtifactTypes.Release, problem => Wrong(where, problem), ct).ConfigureAwait(false);
        Release release = Of(ReleaseJson.Read(read.Document, where));
        return release.Digest == digest ? release : throw Wrong(where, "its document and its manifest do not belong together");
    }

    private static BuildKitException Wrong(string where, string problem) =>
        new(DeliveryErrorCodes.ReleaseInvalid, $"{where} is no release: {problem}.", "Name a release that 'buildkit history' shows.");

    private static Descriptor Bare(Descriptor image) => new(image.MediaType, image.Digest, image.Size);
}
