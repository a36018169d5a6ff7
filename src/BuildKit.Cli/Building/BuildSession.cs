using System.Collections.Immutable;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Collecting;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Progress;
using BuildKit.Engine;
using BuildKit.Engine.Builds;
using BuildKit.Engine.Events;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Store;
using BuildKit.Facts.Projects;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Layers;

namespace BuildKit.Cli.Building;

/// <summary>One build of targets of a loaded Buildfile, shown while it runs.</summary>
internal sealed class BuildSession(CommandHost host, LoadedBuildfile buildfile, IBuildProgress progress)
{
    /// <summary>Whether every step runs again.</summary>
    public bool NoCache { get; init; }

    /// <summary>Whether tests run again that are known to pass.</summary>
    public bool RunPassedTests { get; init; }

    /// <summary>Where everything is kept; null for the user's store.</summary>
    public LocalStore? Store { get; init; }

    /// <summary>How new layers are compressed.</summary>
    public LayerFormat LayerFormat { get; init; } = LayerFormat.Gzip;

    /// <summary>The remote caches to read from and to add to.</summary>
    public (ImmutableArray<CachePlace> From, CacheExport? To) RemoteCache { get; init; } = ([], null);

    /// <summary>The sockets of agents of ssh by their ids.</summary>
    public ImmutableDictionary<string, string> SshAgents { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The folder for what steps bring out, as given; null where only a failed step brings out something.</summary>
    public string? Reports { get; init; }

    /// <summary>Opened where a run fails; null for none.</summary>
    public FailureShell? OnError { get; init; }

    /// <summary>Done once, when a step first begins to run.</summary>
    public Action? OnFirstStart { get; init; }

    /// <summary>Whether a build that finds everything cached shows nothing at all, as before <c>buildkit run</c>.</summary>
    public bool OnlyShowWork { get; init; }

    /// <summary>Builds; what happened has been shown when this returns or throws.</summary>
    /// <exception cref="BuildKit.Engine.Scheduling.StepFailedException">A base cannot be had, or a step failed.</exception>
    /// <exception cref="BuildKit.Engine.Execution.NamespaceNeededException">Work needs a user namespace; nothing was shown.</exception>
    public async Task<BuildResult> BuildAsync(ImmutableArray<Target> targets, ISandbox sandbox, CancellationToken ct)
    {
        // A mistake in it is told before anything is built.
        KeepVariable.Read(host.Environment);
        LoadedBuildfile pinned = await buildfile.PinAsync(targets, ct).ConfigureAwait(false);
        StepLabels labels = StepLabels.Of(pinned.Graph, targets);
        var begun = new BeginOnce(progress, labels);
        var observer = new DeferredObserver(OnFirstStart is null ? begun : new FirstStart(begun, OnFirstStart));
        var request = new BuildRequest
        {
            Graph = pinned.Graph,
            Targets = targets,
            ContextDirectory = buildfile.ContextDirectory,
            BuildfileDirectory = buildfile.Directory,
            Environment = host.Environment,
            NoCache = NoCache,
            RunPassedTests = RunPassedTests,
            LayerFormat = LayerFormat,
            CacheFrom = RemoteCache.From,
            CacheTo = RemoteCache.To,
            SshAgents = SshAgents,
            Fetches = buildfile.Fetches,
            DotNet = DotNetHost.Find(host.Environment),
            Reports = ReportsOption.FoldersOf(Reports, labels),
            OnFailedRun = OnError is null ? null : OnError.OpenAsync,
        };
        BuildResult result = await BuildAsync(request, labels, sandbox, observer, ct).ConfigureAwait(false);
        BuildSummary summary = BuildSummary.Of(result, labels);
        host.HasBuilt |= Store is null && !OnlyShowWork && summary.Ran > 0;
        if (!OnlyShowWork || summary.Ran > 0)
        {
            observer.Release();
            begun.Begin();
            progress.Complete(summary);
        }

        return result;
    }

    private async Task<BuildResult> BuildAsync(BuildRequest request, StepLabels labels, ISandbox sandbox, IBuildObserver observer, CancellationToken ct)
    {
        var recorder = new BuildRecorder(buildfile, labels, DateTimeOffset.UtcNow);
        BuildRecord? record = null;
        try
        {
            BuildResult result = await new BuildEngine(Store ?? host.Store, sandbox, buildfile.Bases).BuildAsync(request, observer, ct).ConfigureAwait(false);
            record = recorder.Of(result);
            return result;
        }
        catch (StepFailedException failure)
        {
            record = recorder.Of(failure, DateTimeOffset.UtcNow);
            if (OnError is { WasOpened: true })
            {
                throw new FailureShownException(failure);
            }

            throw;
        }
        finally
        {
            // A build in a store of its own is nobody's later on.
            if (record is not null && Store is null)
            {
                new BuildHistory(host.Store).Keep(record);
            }
        }
    }
}
