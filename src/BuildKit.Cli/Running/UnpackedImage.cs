using System.Collections.Immutable;
using BuildKit.Cli.Hosting;
using BuildKit.Engine.Containers;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Cli.Running;

/// <summary>An image whose layers are folders on disk.</summary>
internal sealed class UnpackedImage
{
    private readonly SnapshotStore snapshots;
    private readonly ImageConfig config;
    private readonly ImmutableArray<string> folders;
    private readonly string scratch;

    private UnpackedImage(SnapshotStore snapshots, ImageConfig config, ImmutableArray<string> folders, string scratch)
    {
        this.snapshots = snapshots;
        this.config = config;
        this.folders = folders;
        this.scratch = scratch;
    }

    /// <summary>Unpacks the layers that are not.</summary>
    /// <exception cref="BuildKitException">The image is for another platform, or a layer is damaged or missing.</exception>
    public static async Task<UnpackedImage> PrepareAsync(LocalStore store, RunImage image, CancellationToken ct)
    {
        ImageManifest manifest = await ReadManifestAsync(store, image, ct).ConfigureAwait(false);
        ImageConfig config = await store.ReadConfigAsync(manifest.Config, ct).ConfigureAwait(false);
        if (config.Platform.Os != "linux" || config.Platform.Architecture != HostPlatform.Current.Architecture)
        {
            throw new BuildKitException(
                CommandLineErrorCodes.NotRunnable, $"'{image.Name}' is for {config.Platform}, and this machine runs {HostPlatform.Current}.", "Build or pull it for this platform.");
        }

        for (int i = 0; i < manifest.Layers.Length; i++)
        {
            await UnpackAsync(store, manifest.Layers[i], config.DiffIds[i], ct).ConfigureAwait(false);
        }

        MergedTree tree = store.Snapshots.OpenTree(config.DiffIds, image.Name);
        ImmutableArray<string> folders = await store.Snapshots.StackAsync(tree, config.DiffIds, ct).ConfigureAwait(false);
        return new UnpackedImage(store.Snapshots, config, folders, store.ScratchFolder);
    }

    /// <summary>The request with what the image says.</summary>
    public ContainerRequest Complete(ContainerRequest request) => request with
    {
        Layers = folders,
        Config = config.Config,
        Users = UserDatabase.Of(snapshots.OpenTree(config.DiffIds, "The image")),
        ScratchDirectory = scratch,
    };

    private static async Task<ImageManifest> ReadManifestAsync(LocalStore store, RunImage image, CancellationToken ct)
    {
        ManifestDocument document = await store.ReadManifestAsync(image.Root, ct).ConfigureAwait(false);
        if (document.Index is { } index)
        {
            document = await store.ReadManifestAsync(PlatformSelector.Select(index, HostPlatform.Current, image.Name), ct).ConfigureAwait(false);
        }

        return document.Manifest ?? throw new BuildKitException(
            CommandLineErrorCodes.NotRunnable, $"'{image.Name}' is no image that can run.", "'buildkit inspect' shows what it is.");
    }

    private static async Task UnpackAsync(LocalStore store, Descriptor blob, Digest diffId, CancellationToken ct)
    {
        if (store.Snapshots.Contains(diffId))
        {
            return;
        }

        Stream compressed = await store.OpenReadAsync(blob, ct).ConfigureAwait(false);
        await using (compressed.ConfigureAwait(false))
        {
            Stream tar = LayerCompression.OpenDecompressed(compressed, null);
            await using (tar.ConfigureAwait(false))
            {
                await store.Snapshots.UnpackAsync(tar, diffId, ct).ConfigureAwait(false);
            }
        }
    }
}
