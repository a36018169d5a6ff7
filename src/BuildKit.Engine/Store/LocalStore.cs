using System.Collections.Immutable;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Snapshots;
using BuildKit.Oci;
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
    private const int ShortestDigestPrefix = 12;

    private readonly ReferrerFiles referrers;

    private LocalStore(StorePaths paths)
    {
        Paths = paths;
        Locks = new StoreLocks(paths.LockFile);
        Use = new StoreUse(Locks);
        Temporary = new TemporaryFolders(paths, Locks);
        Blobs = new BlobDirectory(paths.Root, temporary: Temporary.Own);
        Index = new StoreIndex(paths.Index, Locks);
        var trees = new BlobMemory(this, BlobMemory.Trees);
        Unsynced = new UnsyncedLayers(paths, Locks, Temporary);
        Snapshots = new SnapshotStore(paths.Layers, Temporary.Own)
        {
            IndexElsewhere = diffId => trees.Find(diffId) is { } tree ? Blobs.PathOf(tree.Digest) : null,
            MaySyncLater = Unsynced.MayWait,
        };
        Names = new ImageNames(paths, Temporary);
        referrers = new ReferrerFiles(paths, Temporary);
    }

    /// <summary>Where everything is.</summary>
    public StorePaths Paths { get; }

    /// <summary>The unpacked layers.</summary>
    public SnapshotStore Snapshots { get; }

    /// <summary>A folder for what this process makes and nobody keeps; removed with the store's object, or after the process's death.</summary>
    public string ScratchFolder => Temporary.Own;

    /// <inheritdoc />
    public string DisplayName => Paths.Root;

    internal BlobDirectory Blobs { get; }

    internal StoreIndex Index { get; }

    internal StoreLocks Locks { get; }

    internal TemporaryFolders Temporary { get; }

    internal UnsyncedLayers Unsynced { get; }

    internal ImageNames Names { get; }

    internal StoreUse Use { get; }

    /// <summary>Opens the store, making it where there is none (mode 0700), and removes what dead processes, or a crash of the machine, left unfinished.</summary>
    /// <exception cref="BuildKitException">It is of a newer format (BK4201), cannot be used (BK4202), the disk is full (BK4203), or the system is not Linux (BK4012).</exception>
    public static LocalStore Open(StorePaths paths) => Open(paths, OperatingSystem.IsLinux());

    /// <summary>As <see cref="Open(StorePaths)"/>, on a system that is or is not Linux.</summary>
    internal static LocalStore Open(StorePaths paths, bool isLinux)
    {
        if (!isLinux)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.LinuxRequired,
                "The store's locks and layers need a Linux kernel.",
                "Use WSL2 on Windows, or a Linux machine; the mistakes of a Buildfile are found here too.");
        }

        try
        {
            PrivateFolder.Create(paths.Root);
            StoreVersion.Check(paths);
            foreach (string folder in new[] { paths.Layers, paths.Caches, paths.Results, paths.Names, paths.Locks, paths.Unsynced, paths.Temporary })
            {
                Directory.CreateDirectory(folder);
            }

            var store = new LocalStore(paths);
            store.Unsynced.Recover();
            TemporaryFolders.Sweep(paths, store.Locks);
            return store;
        }
        catch (Exception exception) when (DiskErrors.Explain(exception, paths.Root) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>All names, in ordinal order.</summary>
    public ImmutableArray<LocalImage> Images() => Names.All();

    /// <summary>The image that a name or a digest (whole, or its first 12 or more digits) means; null where there is none.</summary>
    public LocalImage? Find(string nameOrDigest)
    {
        string hex = nameOrDigest.StartsWith("sha256:", StringComparison.Ordinal) ? nameOrDigest[7..] : nameOrDigest;
        return ImageReference.TryParse(nameOrDigest, out ImageReference? reference) && reference.Digest is null
            && Names.Find(ImageNames.Canonical(nameOrDigest)) is { } named
                ? named
                : hex.Length >= ShortestDigestPrefix
                    ? Images().FirstOrDefault(image => image.Manifest.Digest.Hex.StartsWith(hex, StringComparison.Ordinal))
                    : null;
    }

    /// <summary>Takes a name away; what it named stays until it is collected. False where there was no such name.</summary>
    /// <exception cref="BuildKitException">The text is no name (BK4211).</exception>
    public bool Remove(string name) => OnDisk(() => Names.Remove(ImageNames.Canonical(name)));

    /// <inheritdoc />
    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct) => Blobs.ExistsAsync(descriptor, ct);

    /// <summary>A blob of which only the digest is known, of no media type; null where it is not there.</summary>
    public Descriptor? FindBlob(Digest digest) =>
        new FileInfo(Blobs.PathOf(digest)) is { Exists: true } file ? new Descriptor("application/octet-stream", digest, file.Length) : null;

    /// <inheritdoc />
    public Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct) => Blobs.OpenReadAsync(descriptor, ct);

    /// <inheritdoc />
    public async Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct)
    {
        await Blobs.WriteAsync(expected, content, ct);
        if (MediaTypes.IsManifest(expected.MediaType) || MediaTypes.IsIndex(expected.MediaType))
        {
            ManifestDocument document = await Blobs.ReadManifestAsync(expected, ct);
            OnDisk(() => referrers.Record(expected, document));
        }
    }

    /// <inheritdoc />
    public async Task<Descriptor?> ResolveAsync(string tagOrDigest, CancellationToken ct)
    {
        if (!Digest.TryParse(tagOrDigest, out Digest digest))
        {
            return Names.Find(ImageNames.Canonical(tagOrDigest))?.Manifest;
        }

        var file = new FileInfo(Blobs.PathOf(digest));
        if (!file.Exists)
        {
            return null;
        }

        // A digest alone says no media type: the document itself does.
        byte[] content = await Blobs.ReadBytesAsync(new Descriptor(MediaTypes.OciManifest, digest, file.Length), ct);
        return new Descriptor(ManifestDocument.Read(content, null, file.FullName).MediaType, digest, file.Length);
    }

    /// <inheritdoc />
    public Task TagAsync(Descriptor manifest, string tag, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        OnDisk(() => Names.Set(ImageNames.Canonical(tag), manifest));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<ImmutableArray<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken ct) =>
        Task.FromResult(referrers.Of(subject, artifactType));

    /// <summary>Closes the index, removes this process's temporary folder and gives up the locks.</summary>
    public void Dispose()
    {
        Index.Dispose();
        Temporary.Dispose();
        Use.Dispose();
    }

    private T OnDisk<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (DiskErrors.Explain(exception, Paths.Root) is { } explained)
        {
            throw explained;
        }
    }

    private void OnDisk(Action action) => OnDisk(() =>
    {
        action();
        return true;
    });
}
