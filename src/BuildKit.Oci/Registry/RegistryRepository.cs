using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Registry;

/// <summary>
/// One repository of a registry (OCI distribution-spec 1.1). Every digest and size is verified; a read that is cut continues where
/// it stopped; an upload begins with a question whether the blob is there. Logins go to the registry's own host only.
/// </summary>
public sealed class RegistryRepository : IImageRepository
{
    internal RegistryRepository(RegistryClient client, string host, string name)
    {
        Client = client;
        Host = host;
        Name = name;
    }

    /// <summary>Host and port, as in a reference.</summary>
    public string Host { get; }

    /// <summary>The repository's path in the registry.</summary>
    public string Name { get; }

    /// <inheritdoc />
    public string DisplayName => $"{Host}/{Name}";

    internal RegistryClient Client { get; }

    /// <inheritdoc />
    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task<bool> TryTakeAsync(Descriptor descriptor, IImageRepository from, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task<Descriptor?> ResolveAsync(string tagOrDigest, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task TagAsync(Descriptor manifest, string tag, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task<ImmutableArray<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken ct) => throw new NotSupportedException();
}
