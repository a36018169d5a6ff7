using System.Collections.Immutable;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Content;

/// <summary>Blobs plus names: one repository of a registry, an OCI image layout, an archive, or the local store.</summary>
public interface IImageRepository : IContentStore
{
    /// <summary>What messages call this place, such as <c>localhost:5000/dev/api</c> or a path.</summary>
    string DisplayName { get; }

    /// <summary>The manifest or index that a tag or digest names, or null where the repository has no such name.</summary>
    Task<Descriptor?> ResolveAsync(string tagOrDigest, CancellationToken ct);

    /// <summary>Makes a tag name a manifest or index whose bytes are already in the repository; moves the tag if it exists.</summary>
    Task TagAsync(Descriptor manifest, string tag, CancellationToken ct);

    /// <summary>The manifests whose <c>subject</c> is the given one (distribution-spec, "Listing Referrers"), filtered when a type is given.</summary>
    Task<ImmutableArray<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken ct);

    /// <summary>
    /// Takes a blob from another repository without its bytes passing through this process, such as a mount between two
    /// repositories of one registry. False where there is no such way or the other does not hold the blob; then it is copied.
    /// </summary>
    Task<bool> TryTakeAsync(Descriptor descriptor, IImageRepository from, CancellationToken ct) => Task.FromResult(false);
}
