using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Layouts;

/// <summary>
/// A folder in the OCI image layout (OCI image-spec, image-layout.md). Tags are <c>org.opencontainers.image.ref.name</c> annotations of
/// index.json, which is replaced whole, by one process at a time. A manifest with a subject is entered without a tag, so that
/// referrers are found. Everything is verified when it is read: a folder may come from anyone.
/// </summary>
public sealed class OciLayout : IImageSource, IImageDestination
{
    private static readonly TimeSpan AbandonedAge = TimeSpan.FromHours(1);

    private readonly BlobDirectory blobs;

    private OciLayout(string path)
    {
        DisplayName = path;
        blobs = new BlobDirectory(path, verifyReads: true);
    }

    /// <inheritdoc />
    public string DisplayName { get; }

    private string IndexPath => Path.Combine(blobs.Root, LayoutFiles.Index);

    /// <summary>Opens an existing layout.</summary>
    /// <exception cref="BuildKitException">The folder is none (BK5030).</exception>
    public static async Task<OciLayout> OpenAsync(string path, CancellationToken ct)
    {
        string marker = Path.Combine(path, LayoutFiles.Marker);
        if (!File.Exists(marker))
        {
            throw LayoutFiles.Missing(path, "no folder in the OCI image layout: it has no file 'oci-layout'");
        }

        LayoutFiles.CheckMarker(await SmallFile.ReadAsync(marker, ct).ConfigureAwait(false), $"'{marker}'");
        OciLayout layout = new(path);
        await layout.ReadIndexAsync(ct).ConfigureAwait(false);
        return layout;
    }

    /// <summary>Opens a layout, or makes one where the folder is missing or empty.</summary>
    /// <exception cref="BuildKitException">The folder holds something else (BK5030).</exception>
    public static async Task<OciLayout> CreateAsync(string path, CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (DiskErrors.IsDisk(exception))
        {
            throw DiskErrors.Write(path, exception);
        }

        string marker = Path.Combine(path, LayoutFiles.Marker);
        if (!File.Exists(marker) && Directory.EnumerateFileSystemEntries(path).Any(e => !Path.GetFileName(e).StartsWith('.')))
        {
            throw LayoutFiles.Missing(path, "neither empty nor a folder in the OCI image layout");
        }

        using (await LayoutLock.AcquireAsync(path, LayoutLock.Patience, ct).ConfigureAwait(false))
        {
            if (!File.Exists(marker))
            {
                await TemporaryFile.WriteAllAsync(Path.Combine(path, LayoutFiles.Index), ImageIndexJson.Write(LayoutFiles.EmptyIndex), ct).ConfigureAwait(false);
                await TemporaryFile.WriteAllAsync(marker, LayoutFiles.MarkerContent, ct).ConfigureAwait(false);
            }
        }

        OciLayout layout = await OpenAsync(path, ct).ConfigureAwait(false);
        layout.blobs.RemoveAbandoned(DateTime.UtcNow - AbandonedAge);
        return layout;
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<Descriptor>> ListAsync(CancellationToken ct) => (await ReadIndexAsync(ct).ConfigureAwait(false)).Manifests;

    /// <inheritdoc />
    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct) => blobs.ExistsAsync(descriptor, ct);

    /// <inheritdoc />
    public Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct) => blobs.OpenReadAsync(descriptor, ct);

    /// <inheritdoc />
    public async Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct)
    {
        await blobs.WriteAsync(expected, content, ct).ConfigureAwait(false);
        if (MediaTypes.IsManifest(expected.MediaType) || MediaTypes.IsIndex(expected.MediaType))
        {
            ManifestDocument document = await blobs.ReadManifestAsync(expected, ct).ConfigureAwait(false);
            if (document.Subject is not null)
            {
                await EnterAsync(document.AsReferrer(expected), null, ct).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc />
    public async Task<Descriptor?> ResolveAsync(string tagOrDigest, CancellationToken ct) =>
        await LayoutNames.ResolveAsync(await ReadIndexAsync(ct).ConfigureAwait(false), blobs, SizeOf, tagOrDigest, ct).ConfigureAwait(false);

    /// <inheritdoc />
    public async Task TagAsync(Descriptor manifest, string tag, CancellationToken ct)
    {
        if (!await ExistsAsync(manifest, ct).ConfigureAwait(false))
        {
            throw new BuildKitException(OciErrorCodes.BlobMissing, $"'{DisplayName}' does not hold {manifest.Digest}, which '{tag}' was to name.", "Copy the image first.");
        }

        await EnterAsync(manifest, tag, ct).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken ct) =>
        await LayoutNames.ReferrersAsync(await ReadIndexAsync(ct).ConfigureAwait(false), blobs, subject, artifactType, ct).ConfigureAwait(false);

    /// <summary>Does nothing: every blob and tag is in place when its write returns.</summary>
    public Task CompleteAsync(CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private long? SizeOf(Digest digest) => new FileInfo(blobs.PathOf(digest)) is { Exists: true } file ? file.Length : null;

    private async Task EnterAsync(Descriptor manifest, string? tag, CancellationToken ct)
    {
        using IDisposable held = await LayoutLock.AcquireAsync(blobs.Root, LayoutLock.Patience, ct).ConfigureAwait(false);
        ImageIndex index = await ReadIndexAsync(ct).ConfigureAwait(false);
        if (tag is not null || index.Manifests.All(e => e.Digest != manifest.Digest))
        {
            await TemporaryFile.WriteAllAsync(IndexPath, ImageIndexJson.Write(LayoutNames.With(index, manifest, tag)), ct).ConfigureAwait(false);
        }
    }

    private async Task<ImageIndex> ReadIndexAsync(CancellationToken ct) =>
        ImageIndexJson.Read(await SmallFile.ReadAsync(IndexPath, ct).ConfigureAwait(false), MediaTypes.OciIndex, $"'{IndexPath}'");
}
