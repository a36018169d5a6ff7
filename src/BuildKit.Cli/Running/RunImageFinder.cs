using BuildKit.Cli.Building;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Cli.Progress;
using BuildKit.Engine;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Sandbox;
using BuildKit.Graph.Targets;
using BuildKit.Oci;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Running;

/// <summary>
/// Finds what a name means to <c>buildkit run</c>: an image of the Buildfile here, which is built first; else one of the local store;
/// else one of a registry, and only where the name says which. Nothing is guessed.
/// </summary>
internal sealed class RunImageFinder(CommandHost host, RegistryClient registries, ISandbox sandbox, string progressMode)
{
    /// <summary>When a registry is asked for the image.</summary>
    public required PullPolicy Pull { get; init; }

    /// <summary>The Buildfile that is looked in.</summary>
    public required BuildfileSelection Buildfile { get; init; }

    /// <summary>Whether the command line says something of the Buildfile: then the image must be in it.</summary>
    public required bool NamesBuildfile { get; init; }

    /// <summary>How new layers of an image that is built are compressed.</summary>
    public required LayerFormat LayerFormat { get; init; }

    /// <summary>Finds the image; it is in the store when this returns.</summary>
    /// <exception cref="BuildKitException">It is nowhere.</exception>
    public async Task<RunImage> FindAsync(string name, CancellationToken ct)
    {
        if (await BuildAsync(name, ct).ConfigureAwait(false) is { } built)
        {
            return built;
        }

        bool isReference = ImageReference.TryParse(name, out ImageReference? reference);
        bool hasRegistry = isReference && reference?.Registry is not null;
        if ((Pull != PullPolicy.Always || !hasRegistry) && host.Store.Find(name) is { } local)
        {
            return new RunImage(local.Name, local.Manifest);
        }

        if (reference is null || !hasRegistry || Pull == PullPolicy.Never)
        {
            throw Missing(name, hasRegistry);
        }

        using var progress = new TransferProgress(host.Terminal.Error, $"Pulling {reference}");
        CopyResult pulled = await ImageTransfer.PullAsync(host.Store, registries, reference, HostPlatform.Current, progress, ct).ConfigureAwait(false);
        progress.Finish();

        // On standard error, since standard output is the container's.
        string pulledName = ImageNames.Local(reference);
        host.Terminal.Error.Line($"Pulled {pulledName}, {pulled.Root.Digest} ({ImageTransfer.Describe(pulled)})");
        host.Terminal.Flush();
        return new RunImage(pulledName, pulled.Root);
    }

    /// <summary>The failure of a stage, which nobody can run.</summary>
    public static BuildKitException NotRunnable(StageTarget stage) => new(
        CommandLineErrorCodes.NotRunnable, $"'{stage.Name}' is a stage, and only an image says how it starts.", $"Declare one: image {stage.Name}Shell from {stage.Name} {{ Entrypoint(\"/bin/sh\"); }}");

    private async Task<RunImage?> BuildAsync(string name, CancellationToken ct)
    {
        // A target's name is an identifier or a local name: one with a path or digest can be none.
        bool canBeTarget = !name.AsSpan().ContainsAny("/@");
        if (!NamesBuildfile && (!canBeTarget || !File.Exists(BuildfileOptions.DefaultFile)))
        {
            return null;
        }

        // "always" is said of the image that is run; the bases of one that is built stay what the lock says.
        PullPolicy ofBases = Pull == PullPolicy.Never ? PullPolicy.Never : PullPolicy.Missing;
        using IBuildProgress progress = ProgressMode.Create(progressMode, host.Terminal.Error);
        try
        {
            LoadedBuildfile loaded = new BuildfileLoader(host, registries, ofBases).Load(Buildfile, ct);
            switch (TargetSelection.Find(loaded.Graph, name))
            {
                case ImageTarget target:
                    var session = new BuildSession(host, loaded, progress) { OnlyShowWork = true, LayerFormat = LayerFormat };
                    BuildResult result = await session.BuildAsync([target], sandbox, ct).ConfigureAwait(false);
                    return new RunImage(result.Images[0].Name, result.Images[0].Manifest);
                case StageTarget stage:
                    throw NotRunnable(stage);
                default:
                    return null;
            }
        }
        catch (Exception exception)
        {
            progress.Fail(exception);
            throw;
        }
    }

    private BuildKitException Missing(string name, bool hasRegistry) => hasRegistry
        ? new BuildKitException(CommandLineErrorCodes.UnknownImage, $"The local store has no image '{name}', and --pull never forbids asking for it.", "Leave --pull out, or 'buildkit pull' it first.")
        : new BuildKitException(
            CommandLineErrorCodes.UnknownImage,
            $"There is no image '{name}': not in the Buildfile here, not in the local store, and the name says no registry.",
            $"'buildkit images' lists what is there; an image of a registry is named with its host, such as docker.io/library/{name}.");
}
