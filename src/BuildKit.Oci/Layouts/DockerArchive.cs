using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Layouts;

/// <summary>
/// What <c>docker save</c> writes and <c>docker load</c> reads, <c>docker-archive:FILE</c>, in its old and its present form. It holds no manifests, so
/// each image gets one made of its configuration and its layers as they lie in the archive; names are <c>NAME:TAG</c>.
/// </summary>
public sealed class DockerArchive : IImageSource
{
    private readonly TarFileIndex archive;
    private readonly DockerArchiveContent content;

    private DockerArchive(string path, TarFileIndex archive, DockerArchiveContent content)
    {
        DisplayName = path;
        this.archive = archive;
        this.content = content;
    }

    /// <inheritdoc />
    public string DisplayName { get; }

    /// <summary>Opens an archive, compressed or not.</summary>
    /// <exception cref="BuildKitException">It is no such archive (BK5030), or contradicts itself (BK5031).</exception>
    public static async Task<DockerArchive> OpenAsync(string path, CancellationToken ct)
    {
        TarFileIndex archive = await TarFileIndex.OpenAsync(path, ct).ConfigureAwait(false);
        try
        {
            return new DockerArchive(path, archive, await DockerArchiveContent.ReadAsync(archive, path, ct).ConfigureAwait(false));
        }
        catch
        {
            await archive.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts an archive that replaces the file when it is complete. Tags are <c>NAME[:TAG]</c>; indexes cannot stand in it.</summary>
    public static async Task<IImageDestination> CreateAsync(string path, CancellationToken ct) =>
        await StagedRepository.CreateAsync(path, DockerArchivePacking.NameOf, DockerArchivePacking.PackAsync, ct).ConfigureAwait(false);

    /// <inheritdoc />
    public Task<ImmutableArray<Descriptor>> ListAsync(CancellationToken ct) => Task.FromResult(content.Images);

    /// <inheritdoc />
    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct) =>
        Task.FromResult(content.Documents.TryGetValue(descriptor.Digest, out byte[]? document)
            ? document.Length == descriptor.Size
            : content.Layers.TryGetValue(descriptor.Digest, out string? name) && archive.SizeOf(name) == descriptor.Size);

    /// <inheritdoc />
    public Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct)
    {
        Stream stream = content.Documents.TryGetValue(descriptor.Digest, out byte[]? document)
            ? new MemoryStream(document, writable: false)
            : archive.OpenRead(content.Layers.GetValueOrDefault(descriptor.Digest) ?? throw new BuildKitException(
                OciErrorCodes.BlobMissing, $"'{DisplayName}' does not hold {descriptor.Digest}.", "The archive is not complete: make or fetch it again."));
        return Task.FromResult<Stream>(new VerifyingStream(stream, descriptor, $"'{DisplayName}'"));
    }

    /// <inheritdoc />
    public Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct) => throw ReadOnlyPlace.Error(DisplayName);

    /// <summary>What a digest, a full name, or a tag that only one image has means.</summary>
    public Task<Descriptor?> ResolveAsync(string tagOrDigest, CancellationToken ct)
    {
        List<Descriptor> found = Digest.TryParse(tagOrDigest, out Digest digest)
            ? [.. content.Images.Where(i => i.Digest == digest).Take(1)]
            : [.. content.Images.Where(i => LayoutNames.Of(i) is { } name && Familiar(name) == Familiar(tagOrDigest)).DistinctBy(i => i.Digest)];
        if (found.Count == 0)
        {
            found = [.. content.Images.Where(i => LayoutNames.Of(i)?.EndsWith(":" + tagOrDigest, StringComparison.Ordinal) == true).DistinctBy(i => i.Digest)];
        }

        return Task.FromResult(found is [{ } only] ? LayoutNames.Named(only, null) : null);
    }

    /// <inheritdoc />
    public Task TagAsync(Descriptor manifest, string tag, CancellationToken ct) => throw ReadOnlyPlace.Error(DisplayName);

    /// <summary>None: the form has no place for them.</summary>
    public Task<ImmutableArray<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken ct) =>
        Task.FromResult(ImmutableArray<Descriptor>.Empty);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => archive.DisposeAsync();

    /// <summary>Docker writes <c>api:1</c> for what other tools spell out as <c>docker.io/library/api:1</c>.</summary>
    private static string Familiar(string name)
    {
        foreach (string prefix in new[] { "docker.io/library/", "docker.io/" })
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return name[prefix.Length..];
            }
        }

        return name;
    }
}
