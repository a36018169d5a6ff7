using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Store;

/// <summary>
/// The store of one user: blobs, unpacked layers, step results, cache mounts and image names (docs/store.md). Several processes
/// use one store at once; a process killed at any moment leaves it whole. As a repository, a tag is a whole name such as
/// <c>api:latest</c> or <c>localhost:5000/dev/api:1.2</c>; a name without a tag means <c>latest</c>.
/// </summary>
public sealed class LocalStore : IImageRepository, IDisposable
{
    private LocalStore(StorePaths paths) => Paths = paths;

    /// <summary>Where everything is.</summary>
    public StorePaths Paths { get; }

    /// <inheritdoc />
    public string DisplayName => Paths.Root;

    /// <summary>Opens the store, making it where there is none (mode 0700), and removes what dead processes left unfinished.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">It is of a newer format, cannot be written, or the disk is full.</exception>
    public static LocalStore Open(StorePaths paths) => throw new NotSupportedException();

    /// <summary>All names, in ordinal order.</summary>
    public ImmutableArray<LocalImage> Images() => throw new NotSupportedException();

    /// <summary>The image that a name or a digest (whole, or its first 12 or more digits) means; null where there is none.</summary>
    public LocalImage? Find(string nameOrDigest) => throw new NotSupportedException();

    /// <summary>Takes a name away; what it named stays until it is collected. False where there was no such name.</summary>
    public bool Remove(string name) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task<Descriptor?> ResolveAsync(string tagOrDigest, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task TagAsync(Descriptor manifest, string tag, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task<ImmutableArray<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken ct) =>
        throw new NotSupportedException();

    /// <summary>Closes the index and gives up the locks.</summary>
    public void Dispose()
    {
    }
}
