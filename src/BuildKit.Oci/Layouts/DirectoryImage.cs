using System.Collections.Immutable;
using System.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Layouts;

/// <summary>
/// One image in a folder, <c>dir:DIR</c>, as skopeo and podman write it: <c>manifest.json</c>, <c>version</c>, blobs under their hexadecimal digests,
/// and the manifests of an index as <c>HEX.manifest.json</c>. It has no names: any name means its image, and tagging makes a manifest its image.
/// </summary>
public sealed class DirectoryImage : IImageSource, IImageDestination
{
    private const string VersionName = "version";
    private const string ManifestName = "manifest.json";
    private const string InnerSuffix = ".manifest.json";
    private const string VersionPrefix = "Directory Transport Version: 1.";
    private static readonly TimeSpan AbandonedAge = TimeSpan.FromHours(1);

    private readonly string root;

    private DirectoryImage(string path)
    {
        DisplayName = path;
        root = Path.GetFullPath(path);
    }

    /// <inheritdoc />
    public string DisplayName { get; }

    private string ManifestPath => Path.Combine(root, ManifestName);

    /// <summary>Opens a folder that holds an image.</summary>
    /// <exception cref="BuildKitException">It holds none (BK5030).</exception>
    public static Task<DirectoryImage> OpenAsync(string path, CancellationToken ct)
    {
        DirectoryImage image = new(path);
        return File.Exists(image.ManifestPath)
            ? Task.FromResult(image)
            : throw LayoutFiles.Missing(path, "no folder of an image: it has no file 'manifest.json'");
    }

    /// <summary>Opens a folder for writing, which is missing, empty, or holds an image of this form.</summary>
    /// <exception cref="BuildKitException">It holds something else (BK5030).</exception>
    public static async Task<DirectoryImage> CreateAsync(string path, CancellationToken ct)
    {
        DirectoryImage image = new(path);
        string version = Path.Combine(image.root, VersionName);
        bool isEmpty = !Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any(e => !Path.GetFileName(e).StartsWith('.'));
        bool isOurs = File.Exists(version)
            && Encoding.UTF8.GetString(await SmallFile.ReadAsync(version, ct).ConfigureAwait(false)).StartsWith(VersionPrefix, StringComparison.Ordinal);
        if (!isEmpty && !isOurs)
        {
            throw LayoutFiles.Missing(path, "neither empty nor a folder of an image");
        }

        await TemporaryFile.WriteAllAsync(version, Encoding.UTF8.GetBytes(VersionPrefix + "1\n"), ct).ConfigureAwait(false);
        TemporaryFile.RemoveAbandoned(image.root, DateTime.UtcNow - AbandonedAge);
        return image;
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<Descriptor>> ListAsync(CancellationToken ct) => await RootAsync(ct).ConfigureAwait(false) is { } found ? [found] : [];

    /// <inheritdoc />
    public async Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct) => await PathOfAsync(descriptor, ct).ConfigureAwait(false) is not null;

    /// <inheritdoc />
    public async Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct)
    {
        string path = await PathOfAsync(descriptor, ct).ConfigureAwait(false) ?? throw new BuildKitException(
            OciErrorCodes.BlobMissing, $"'{DisplayName}' does not hold {descriptor.Digest} in full.", "The image is not complete: make or fetch it again.");
        try
        {
            return new VerifyingStream(descriptor.Size == 0 ? Stream.Null : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), descriptor, $"'{path}'");
        }
        catch (Exception exception) when (DiskErrors.IsDisk(exception))
        {
            throw DiskErrors.Read(path, exception);
        }
    }

    /// <inheritdoc />
    public async Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct)
    {
        if (await ExistsAsync(expected, ct).ConfigureAwait(false))
        {
            return;
        }

        string path = Path.Combine(root, IsDocument(expected) ? expected.Digest.Hex + InnerSuffix : expected.Digest.Hex);
        await using TemporaryFile file = TemporaryFile.Create(root, path);
        await using VerifyingStream verified = new(content, expected, $"The source of '{path}'", leaveOpen: true);
        await verified.CopyToAsync(file.Stream, 128 * 1024, ct).ConfigureAwait(false);
        file.Commit(path);
    }

    /// <inheritdoc />
    public async Task<Descriptor?> ResolveAsync(string tagOrDigest, CancellationToken ct)
    {
        Descriptor? image = await RootAsync(ct).ConfigureAwait(false);
        if (!Digest.TryParse(tagOrDigest, out Digest digest) || image?.Digest == digest)
        {
            return image;
        }

        string inner = Path.Combine(root, digest.Hex + InnerSuffix);
        return File.Exists(inner) && await DescribeAsync(inner, ct).ConfigureAwait(false) is { } found && found.Digest == digest ? found : null;
    }

    /// <summary>Makes a manifest the folder's image; the tag itself is not kept.</summary>
    public async Task TagAsync(Descriptor manifest, string tag, CancellationToken ct)
    {
        byte[] content = await this.ReadBytesAsync(manifest, ct).ConfigureAwait(false);
        await TemporaryFile.WriteAllAsync(ManifestPath, content, ct).ConfigureAwait(false);
    }

    /// <summary>None: the form has no place for them.</summary>
    public Task<ImmutableArray<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken ct) =>
        Task.FromResult(ImmutableArray<Descriptor>.Empty);

    /// <summary>Removes what the image does not need, such as an earlier one's blobs.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        if (await RootAsync(ct).ConfigureAwait(false) is not { } image)
        {
            return;
        }

        HashSet<string> needed = [];
        await CollectAsync(image, isRoot: true, needed, ct).ConfigureAwait(false);
        foreach (string file in Directory.EnumerateFiles(root))
        {
            string name = Path.GetFileName(file);
            string hex = name.EndsWith(InnerSuffix, StringComparison.Ordinal) ? name[..^InnerSuffix.Length] : name;
            if (!needed.Contains(name) && Digest.TryParse("sha256:" + hex, out _))
            {
                File.Delete(file);
            }
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool IsDocument(Descriptor descriptor) => MediaTypes.IsManifest(descriptor.MediaType) || MediaTypes.IsIndex(descriptor.MediaType);

    private static async Task<Descriptor> DescribeAsync(string path, CancellationToken ct)
    {
        byte[] content = await SmallFile.ReadAsync(path, ct).ConfigureAwait(false);
        return new Descriptor(ManifestDocument.Read(content, null, $"'{path}'").MediaType, Digest.Of(content), content.Length);
    }

    private async Task<Descriptor?> RootAsync(CancellationToken ct) =>
        File.Exists(ManifestPath) ? await DescribeAsync(ManifestPath, ct).ConfigureAwait(false) : null;

    private async Task CollectAsync(Descriptor item, bool isRoot, HashSet<string> needed, CancellationToken ct)
    {
        if (!IsDocument(item))
        {
            needed.Add(item.Digest.Hex);
            return;
        }

        if (!isRoot && !needed.Add(item.Digest.Hex + InnerSuffix))
        {
            return;
        }

        ManifestDocument document = await this.ReadManifestAsync(item, ct).ConfigureAwait(false);
        foreach (Descriptor child in document.Children)
        {
            await CollectAsync(child, isRoot: false, needed, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Where a blob lies whole; null where it does not.</summary>
    private async Task<string?> PathOfAsync(Descriptor descriptor, CancellationToken ct)
    {
        string hex = Path.Combine(root, descriptor.Digest.Hex);
        foreach (string candidate in new[] { hex, hex + InnerSuffix })
        {
            if (new FileInfo(candidate) is { Exists: true } file && file.Length == descriptor.Size)
            {
                return candidate;
            }
        }

        return IsDocument(descriptor) && (await RootAsync(ct).ConfigureAwait(false))?.Digest == descriptor.Digest ? ManifestPath : null;
    }
}
