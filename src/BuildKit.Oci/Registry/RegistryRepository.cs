using System.Collections.Concurrent;
using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry.Blobs;
using BuildKit.Oci.Registry.Http;
using BuildKit.Oci.Registry.Manifests;

namespace BuildKit.Oci.Registry;

/// <summary>
/// One repository of a registry (OCI distribution-spec 1.1). Every digest and size is verified; a read that is cut continues where
/// it stopped; an upload begins with a question whether the blob is there. Logins go to the registry's own host only.
/// </summary>
public sealed class RegistryRepository : IImageRepository
{
    private readonly RepositoryAccess access;
    private readonly BlobReader reader;
    private readonly BlobUploader uploader;
    private readonly ManifestExchange manifests;
    private readonly ReferrerList referrers;
    private readonly ConcurrentDictionary<Digest, bool> absent = new();

    internal RegistryRepository(RequestLoop loop, string host, string name)
    {
        Host = host;
        Name = name;
        access = new RepositoryAccess(loop, host, name);
        reader = new BlobReader(access);
        uploader = new BlobUploader(access, reader);
        manifests = new ManifestExchange(access);
        referrers = new ReferrerList(access, manifests);
    }

    /// <summary>Host and port, as in a reference.</summary>
    public string Host { get; }

    /// <summary>The repository's path in the registry.</summary>
    public string Name { get; }

    /// <inheritdoc />
    public string DisplayName => $"{Host}/{Name}";

    /// <inheritdoc />
    public async Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct)
    {
        if (IsManifest(descriptor))
        {
            return await manifests.ExistsAsync(descriptor, ct).ConfigureAwait(false);
        }

        bool exists = await reader.ExistsAsync(descriptor, access.Reading($"looking up the blob {descriptor.Digest}"), ct).ConfigureAwait(false);
        if (!exists)
        {
            // An upload that follows need not ask again.
            absent[descriptor.Digest] = true;
        }

        return exists;
    }

    /// <inheritdoc />
    public async Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct) => IsManifest(descriptor)
        ? new MemoryStream(await manifests.ReadAsync(descriptor, ct).ConfigureAwait(false), writable: false)
        : await reader.OpenAsync(descriptor, ct).ConfigureAwait(false);

    /// <summary>
    /// Stores the stream's bytes. A stream that can seek is sent again after a cut connection, 429 or 5xx; any other is the caller's to open again
    /// (<see cref="RegistryException.IsTransient"/>).
    /// </summary>
    /// <inheritdoc />
    public async Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct)
    {
        if (!IsManifest(expected))
        {
            await uploader.WriteAsync(expected, content, mayExist: !absent.TryRemove(expected.Digest, out _), ct).ConfigureAwait(false);
            return;
        }

        byte[] bytes = await ReadAllAsync(expected, content, ct).ConfigureAwait(false);
        bool keepsReferrers = await manifests.WriteAsync(expected, bytes, ct).ConfigureAwait(false);
        ManifestDocument document = ManifestDocument.Read(bytes, expected.MediaType, DisplayName);
        if (document.Subject is { } subject && !keepsReferrers)
        {
            await referrers.EnterAsync(expected, document, subject.Digest, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Mounts a blob from another repository of the same registry.</summary>
    /// <inheritdoc />
    public async Task<bool> TryTakeAsync(Descriptor descriptor, IImageRepository from, CancellationToken ct) =>
        !IsManifest(descriptor)
        && from is RegistryRepository other
        && other.Host.Equals(Host, StringComparison.OrdinalIgnoreCase)
        && other.Name != Name
        && await uploader.TryMountAsync(descriptor, other.access, ct).ConfigureAwait(false);

    /// <inheritdoc />
    public Task<Descriptor?> ResolveAsync(string tagOrDigest, CancellationToken ct) => manifests.ResolveAsync(tagOrDigest, ct);

    /// <inheritdoc />
    public Task TagAsync(Descriptor manifest, string tag, CancellationToken ct) => manifests.TagAsync(manifest, tag, ct);

    /// <inheritdoc />
    public Task<ImmutableArray<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken ct) =>
        referrers.ListAsync(subject, artifactType, ct);

    private static bool IsManifest(Descriptor descriptor) => MediaTypes.IsManifest(descriptor.MediaType) || MediaTypes.IsIndex(descriptor.MediaType);

    private static async Task<byte[]> ReadAllAsync(Descriptor expected, Stream content, CancellationToken ct)
    {
        if (expected.Size > ManifestExchange.LargestManifest)
        {
            throw new BuildKitException(OciErrorCodes.DocumentTooLarge, $"The manifest {expected.Digest} has {expected.Size} bytes; registries take at most {ManifestExchange.LargestManifest}.");
        }

        // One byte more than expected is enough to see that there are too many.
        var bytes = new byte[expected.Size + 1];
        int length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        return bytes[..length];
    }
}
