using System.Collections.Immutable;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Images;

/// <summary>Pull and push: the one copy between the local store and a registry.</summary>
internal static class ImageTransfer
{
    // Each repository costs a question for each blob that is missing.
    private const int MostNearby = 4;

    /// <summary>Brings an image into the store under its whole name.</summary>
    /// <param name="platform">The one platform to bring; null for all.</param>
    /// <exception cref="BuildKitException">The registry does not have it, or did not answer.</exception>
    public static async Task<CopyResult> PullAsync(
        LocalStore store, RegistryClient registries, ImageReference reference, Platform? platform, IProgress<CopyProgress>? progress, CancellationToken ct)
    {
        RegistryRepository repository = registries.Repository(reference);
        Descriptor root = await repository.ResolveAsync(reference.TagOrDigest, ct).ConfigureAwait(false) ?? throw Missing(repository, reference);
        CopyOptions options = CopyOptions.Default with { Platform = platform, Tags = [ImageNames.Local(reference)] };
        return await ImageCopy.CopyAsync(repository, store, root, options, progress, ct).ConfigureAwait(false);
    }

    /// <summary>Sends an image of the store to a registry and moves the tag there, last.</summary>
    /// <param name="bases">Images that it may share layers with; those of the same registry are taken from there.</param>
    public static async Task<CopyResult> PushAsync(
        LocalStore store, RegistryClient registries, Descriptor image, ImageReference target, IEnumerable<ImageReference> bases,
        IProgress<CopyProgress>? progress, CancellationToken ct)
    {
        RegistryRepository repository = registries.Repository(target);
        ImmutableArray<IImageRepository> nearby =
        [
            .. bases.Where(reference => reference.Registry == target.Registry && reference.Repository != target.Repository)
                .DistinctBy(reference => reference.Repository)
                .Take(MostNearby)
                .Select(registries.Repository),
        ];
        CopyOptions options = CopyOptions.Default with
        {
            Tags = target.Digest is null ? [target.TagOrDigest] : [],
            Nearby = nearby,
        };
        return await ImageCopy.CopyAsync(store, repository, image, options, progress, ct).ConfigureAwait(false);
    }

    /// <summary>The failure for a tag or digest that a repository does not have.</summary>
    public static BuildKitException Missing(RegistryRepository repository, ImageReference reference) => new(
        CommandLineErrorCodes.UnknownImage,
        $"{repository.DisplayName} has no '{reference.TagOrDigest}'.",
        "Check the name and the tag; where the repository is private, 'buildkit login' first.");

    /// <summary>The images of the store that a pushed one may share layers with, by their names.</summary>
    public static IEnumerable<ImageReference> PossibleBases(LocalStore store) =>
        store.Images().Select(image => ImageReference.TryParse(image.Name, out ImageReference? reference) ? reference : null).OfType<ImageReference>();

    /// <summary>What a copy did, such as <c>12.1 MB moved, 3 of 5 were there</c>.</summary>
    public static string Describe(CopyResult result)
    {
        int there = result.ExistedCount + result.TakenCount;
        return $"{Sizes.Bytes(result.MovedBytes)} moved, {there} of {there + result.MovedCount} were there";
    }
}
