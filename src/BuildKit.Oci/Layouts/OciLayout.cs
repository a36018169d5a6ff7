using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Layouts;

/// <summary>A folder in the OCI image layout (OCI image-spec, image-layout.md). Tags are <c>org.opencontainers.image.ref.name</c> annotations of index.json.</summary>
public sealed class OciLayout : IImageRepository
{
    private OciLayout(string path) => DisplayName = path;

    /// <inheritdoc />
    public string DisplayName { get; }

    /// <summary>The images of index.json, in its order, with their annotations.</summary>
    public Task<ImmutableArray<Descriptor>> ListAsync(CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Opens an existing layout.</summary>
    /// <exception cref="BuildKitException">The folder is none (BK5030).</exception>
    public static Task<OciLayout> OpenAsync(string path, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Opens a layout, or makes one where the folder is missing or empty.</summary>
    public static Task<OciLayout> CreateAsync(string path, CancellationToken ct) => throw new NotSupportedException();

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
    public Task<ImmutableArray<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken ct) => throw new NotSupportedException();
}
