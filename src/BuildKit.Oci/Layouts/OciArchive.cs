using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Layouts;

/// <summary>A tar archive of an OCI image layout, <c>oci-archive:FILE</c>, read in place. The bytes of one that is written depend on its images alone.</summary>
public sealed class OciArchive : IImageSource
{
    private readonly TarFileIndex archive;
    private readonly ImageIndex index;

    private OciArchive(string path, TarFileIndex archive, ImageIndex index)
    {
        DisplayName = path;
        this.archive = archive;
        this.index = index;
    }

    /// <inheritdoc />
    public string DisplayName { get; }

    /// <summary>Opens an archive, compressed or not.</summary>
    /// <exception cref="BuildKitException">It is no such archive (BK5030).</exception>
    public static async Task<OciArchive> OpenAsync(string path, CancellationToken ct)
    {
        TarFileIndex archive = await TarFileIndex.OpenAsync(path, ct).ConfigureAwait(false);
        try
        {
            if (archive.SizeOf(LayoutFiles.Marker) is null)
            {
                throw LayoutFiles.Missing(path, "no archive of the OCI image layout: it has no file 'oci-layout'");
            }

            LayoutFiles.CheckMarker(await archive.ReadAsync(LayoutFiles.Marker, ct).ConfigureAwait(false), $"'oci-layout' in '{path}'");
            byte[] index = await archive.ReadAsync(LayoutFiles.Index, ct).ConfigureAwait(false);
            return new OciArchive(path, archive, ImageIndexJson.Read(index, MediaTypes.OciIndex, $"'index.json' in '{path}'"));
        }
        catch
        {
            await archive.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts an archive that replaces the file when it is complete.</summary>
    public static async Task<IImageDestination> CreateAsync(string path, CancellationToken ct) =>
        await StagedRepository.CreateAsync(path, tag => tag, PackAsync, ct).ConfigureAwait(false);

    /// <inheritdoc />
    public Task<ImmutableArray<Descriptor>> ListAsync(CancellationToken ct) => Task.FromResult(index.Manifests);

    /// <inheritdoc />
    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct) => Task.FromResult(SizeOf(descriptor.Digest) == descriptor.Size);

    /// <inheritdoc />
    public Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct)
    {
        if (SizeOf(descriptor.Digest) is null)
        {
            throw new BuildKitException(OciErrorCodes.BlobMissing, $"'{DisplayName}' does not hold {descriptor.Digest}.", "The archive is not complete: make or fetch it again.");
        }

        return Task.FromResult<Stream>(new VerifyingStream(archive.OpenRead(NameOf(descriptor.Digest)), descriptor, $"'{DisplayName}'"));
    }

    /// <inheritdoc />
    public Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct) => throw ReadOnlyPlace.Error(DisplayName);

    /// <inheritdoc />
    public Task<Descriptor?> ResolveAsync(string tagOrDigest, CancellationToken ct) => LayoutNames.ResolveAsync(index, this, SizeOf, tagOrDigest, ct);

    /// <inheritdoc />
    public Task TagAsync(Descriptor manifest, string tag, CancellationToken ct) => throw ReadOnlyPlace.Error(DisplayName);

    /// <inheritdoc />
    public Task<ImmutableArray<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken ct) =>
        LayoutNames.ReferrersAsync(index, this, subject, artifactType, ct);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => archive.DisposeAsync();

    private static string NameOf(Digest digest) => $"blobs/{digest.Algorithm}/{digest.Hex}";

    private static async Task PackAsync(OciLayout layout, string staging, Stream output, CancellationToken ct)
    {
        PlainTar tar = new(output);
        BlobDirectory blobs = new(layout.DisplayName);
        string folder = Path.Combine(blobs.Root, "blobs");
        string[] algorithms = Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
        await tar.AddDirectoryAsync("blobs", ct).ConfigureAwait(false);
        foreach (string algorithm in algorithms.Order(StringComparer.Ordinal))
        {
            string name = $"blobs/{Path.GetFileName(algorithm)}";
            await tar.AddDirectoryAsync(name, ct).ConfigureAwait(false);
            foreach (string blob in Directory.GetFiles(algorithm).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal))
            {
                await tar.AddFileAsync($"{name}/{Path.GetFileName(blob)}", blob, ct).ConfigureAwait(false);
            }
        }

        await tar.AddFileAsync(LayoutFiles.Index, Path.Combine(blobs.Root, LayoutFiles.Index), ct).ConfigureAwait(false);
        await tar.AddFileAsync(LayoutFiles.Marker, Path.Combine(blobs.Root, LayoutFiles.Marker), ct).ConfigureAwait(false);
        await tar.CompleteAsync(ct).ConfigureAwait(false);
    }

    private long? SizeOf(Digest digest) => archive.SizeOf(NameOf(digest));
}
