using System.Collections.Immutable;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Releases;
using BuildKit.Oci;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Delivery.Changes;

/// <summary>The tags of an environment: those that stay where they are, and the one that moves.</summary>
internal sealed class ReleaseTags(EnvironmentRepositories repositories)
{
    /// <summary>Stops where a tag that never moves names another image.</summary>
    /// <exception cref="BuildKitException">One does (BK6008).</exception>
    public async Task CheckAsync(Release release, ImmutableArray<string> tags, CancellationToken ct) =>
        await MissingAsync(release, tags, ct).ConfigureAwait(false);

    /// <summary>Adds the tags that never move; all are looked at before one is written.</summary>
    /// <exception cref="BuildKitException">One names another image (BK6008), or the registry failed.</exception>
    public async Task AddAsync(Release release, ImmutableArray<string> tags, CancellationToken ct)
    {
        foreach ((RegistryRepository repository, Descriptor image, string tag) in await MissingAsync(release, tags, ct).ConfigureAwait(false))
        {
            await repository.TagAsync(image, tag, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Moves the environment's tag: of several images first, and of the environment itself, which decides, last.</summary>
    public async Task MoveAsync(Release release, CancellationToken ct)
    {
        foreach (ReleaseImage image in release.Images.Length == 1 ? [] : release.Images)
        {
            await repositories.Image(release, image.Name).TagAsync(image.Image, repositories.Environment.Tag, ct).ConfigureAwait(false);
        }

        await repositories.Home.TagAsync(release.TagTarget, repositories.Environment.Tag, ct).ConfigureAwait(false);
    }

    private async Task<List<(RegistryRepository Repository, Descriptor Image, string Tag)>> MissingAsync(Release release, ImmutableArray<string> tags, CancellationToken ct)
    {
        var missing = new List<(RegistryRepository, Descriptor, string)>();
        foreach (ReleaseImage image in release.Images)
        {
            RegistryRepository repository = repositories.Image(release, image.Name);
            foreach (string tag in tags)
            {
                Descriptor? there = await repository.ResolveAsync(tag, ct).ConfigureAwait(false);
                if (there is null)
                {
                    missing.Add((repository, image.Image, tag));
                }
                else if (there.Digest != image.Image.Digest)
                {
                    throw new BuildKitException(
                        DeliveryErrorCodes.ImmutableTagTaken,
                        $"The tag {repository.DisplayName}:{tag} names {there.Digest}, and a tag of a release never moves; this release has {image.Image.Digest}.",
                        "Nothing was changed. Deliver under another tag, such as that of a new version or commit.");
                }
            }
        }

        return missing;
    }
}
