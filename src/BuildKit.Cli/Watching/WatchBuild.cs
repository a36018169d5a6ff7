using System.Collections.Immutable;
using BuildKit.Cli.Building;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Progress;
using BuildKit.Cli.Running;
using BuildKit.Engine;
using BuildKit.Engine.Bases;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Scheduling;
using BuildKit.Graph.Targets;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Watching;

/// <summary>Builds what is watched, again and again.</summary>
internal sealed class WatchBuild(CommandHost host, RegistryClient registries, ISandbox sandbox, WatchedFiles files)
{
    /// <summary>The Buildfile.</summary>
    public required BuildfileSelection Buildfile { get; init; }

    /// <summary>The targets' names; none for all images.</summary>
    public required IReadOnlyCollection<string> Targets { get; init; }

    /// <summary>Makes what shows a build.</summary>
    public required Func<IBuildProgress> CreateProgress { get; init; }

    /// <summary>How new layers are compressed.</summary>
    public required LayerFormat LayerFormat { get; init; }

    /// <summary>What is pinned where <c>buildkit.lock</c> pins it not.</summary>
    public PullPolicy Policy { get; init; } = PullPolicy.Missing;

    /// <summary>The remote caches to read from and to add to.</summary>
    public (ImmutableArray<CachePlace> From, CacheExport? To) RemoteCache { get; init; } = ([], null);

    /// <summary>The sockets of agents of ssh by their ids.</summary>
    public ImmutableDictionary<string, string> SshAgents { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The folder for what steps bring out, as given; null where only a failed step brings out something.</summary>
    public string? Reports { get; init; }

    /// <summary>How long each build may take; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether what is built is run, and so must be one image.</summary>
    public required bool Runs { get; init; }

    /// <summary>Builds once; what happened has been shown when this returns.</summary>
    /// <returns>The images, and the first step that ran with its reason; null where none ran, or nothing is known of it.</returns>
    /// <exception cref="BuildfileErrorsException">The Buildfile has errors, which have been shown.</exception>
    /// <exception cref="BuildKitException">The build failed.</exception>
    public async Task<(ImmutableArray<RunImage> Images, string? Why)> RunAsync(CancellationToken ct)
    {
        using IBuildProgress progress = CreateProgress();
        try
        {
            return await TimeLimit.RunAsync(Timeout, limit => BuildAsync(progress, limit.Token), ct).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (exception is BuildfileErrorsException errors)
            {
                files.Add(errors.Files);
            }

            files.TakeOverLock();
            progress.Fail(exception);
            throw;
        }
    }

    private static string? WhyOf(BuildResult result, StepLabels labels) => result.Steps
        .Where(step => step.Outcome == Engine.Events.StepOutcome.Ran && step.Reason is not null)
        .Select(step => $"{labels[step.Step].Position} {labels[step.Step].Text}: {step.Reason}")
        .FirstOrDefault();

    private async Task<(ImmutableArray<RunImage> Images, string? Why)> BuildAsync(IBuildProgress progress, CancellationToken ct)
    {
        BoundBuildfile bound = BoundBuildfile.Read(host, Buildfile);
        files.Add(bound.Files);
        LoadedBuildfile loaded = new BuildfileLoader(host, registries, Policy).Load(bound, Buildfile, ct);
        files.Add(loaded);
        ImmutableArray<Target> chosen = TargetSelection.Select(loaded.Graph, loaded.Path, Targets);
        Check(chosen);
        var session = new BuildSession(host, loaded, progress) { OnlyShowWork = true, LayerFormat = LayerFormat, RemoteCache = RemoteCache, SshAgents = SshAgents, Reports = Reports };
        BuildResult result = await session.BuildAsync(chosen, sandbox, ct).ConfigureAwait(false);
        files.TakeOverLock();
        return ([.. result.Images.Select(image => new RunImage(image.Name, image.Manifest))], WhyOf(result, StepLabels.Of(loaded.Graph, chosen)));
    }

    private void Check(ImmutableArray<Target> chosen)
    {
        if (!Runs)
        {
            return;
        }

        if (chosen.OfType<StageTarget>().FirstOrDefault() is { } stage)
        {
            throw RunImageFinder.NotRunnable(stage);
        }

        if (chosen.Length > 1)
        {
            throw new BuildKitException(
                CommandLineErrorCodes.Usage, "--run runs one image, and several are watched.", $"Name one of {string.Join(", ", chosen.Select(target => target.Name))}.");
        }
    }
}
