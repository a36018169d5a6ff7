using System.Collections.Immutable;
using BuildKit.Cli.Building;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Progress;
using BuildKit.Engine;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Store;
using BuildKit.Facts.Remotes;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Comparing;

/// <summary>
/// A build that knows nothing: in a store of its own, without results, caches and layers. Only bases, downloaded files and commits come from the user's store, where it has them whole, since their digests
/// say what they are. The store lies below the user's temporary folder, so that a build that is killed leaves nothing for good.
/// </summary>
internal sealed class FreshBuild : IDisposable
{
    private readonly CommandHost host;
    private readonly RegistryClient registries;

    /// <summary>Makes the store.</summary>
    public FreshBuild(CommandHost host, RegistryClient registries)
    {
        this.host = host;
        this.registries = registries;
        Store = LocalStore.Open(new StorePaths(Path.Combine(host.Store.ScratchFolder, "fresh")));
    }

    /// <summary>Where the images are; removed with the user's store's own temporary folder.</summary>
    public LocalStore Store { get; }

    /// <summary>Builds images, showing what happens.</summary>
    public async Task<BuildResult> BuildAsync(
        LoadedBuildfile buildfile, ImmutableArray<Target> images, ISandbox sandbox, LayerFormat format, IBuildProgress progress, CancellationToken ct)
    {
        LoadedBuildfile pinned = await buildfile.PinAsync(images, ct).ConfigureAwait(false);
        foreach (PullStep step in pinned.Graph.Steps.OfType<PullStep>().DistinctBy(step => step.Manifest))
        {
            await TakeAsync(step, ct).ConfigureAwait(false);
        }

        foreach (Descriptor file in pinned.Graph.Steps.OfType<DownloadStep>().Select(step => step.Content).OfType<Digest>().Distinct().Select(host.Store.FindBlob).OfType<Descriptor>())
        {
            await using Stream content = await host.Store.OpenReadAsync(file, ct).ConfigureAwait(false);
            await Store.WriteAsync(file, content, ct).ConfigureAwait(false);
        }

        var sources = new BaseSources(Store, registries, Path.Combine(buildfile.Directory, BuildfileLoader.LockFileName)) { Git = new GitRemotes(), Copies = host.Store };
        var session = new BuildSession(host, pinned with { Bases = new BasePuller(sources, PullPolicy.Locked) }, progress) { Store = Store, LayerFormat = format };
        return await session.BuildAsync(images, sandbox, ct).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => Store.Dispose();

    private async Task TakeAsync(PullStep step, CancellationToken ct)
    {
        if (step.Manifest is { } digest
            && await host.Store.ResolveAsync(digest.ToString(), ct).ConfigureAwait(false) is { } manifest
            && (await ImageClosure.MissingAsync(host.Store, manifest, ct).ConfigureAwait(false)).IsEmpty)
        {
            await ImageCopy.CopyAsync(host.Store, Store, manifest, CopyOptions.Default, null, ct).ConfigureAwait(false);
        }
    }
}
