using System.Collections.Immutable;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Fetches;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Reports;
using BuildKit.Engine.Scheduling;
using BuildKit.Graph;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine;

/// <summary>What to build, and from where.</summary>
public sealed record BuildRequest
{
    /// <summary>The evaluated Buildfile.</summary>
    public required BuildGraph Graph { get; init; }

    /// <summary>
    /// What was asked for; only the steps that these need are looked at. Images are assembled and tagged in this order, then tests run side by
    /// side; the image of each test is among the targets.
    /// </summary>
    public required ImmutableArray<Target> Targets { get; init; }

    /// <summary>The build context: an absolute folder.</summary>
    public required string ContextDirectory { get; init; }

    /// <summary>The Buildfile's folder, absolute; <c>Oci("path")</c> and <c>Secret.File("path")</c> are relative to it.</summary>
    public required string BuildfileDirectory { get; init; }

    /// <summary>
    /// The variables of the invoking process. Secrets, proxy settings and certificate settings are read from it when a step needs
    /// them; nothing else is, and none of it reaches a key or a layer.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Whether every step runs again whatever is known of it; what they give is kept as usual.</summary>
    public bool NoCache { get; init; }

    /// <summary>How the layers of steps are compressed; those of bases stay as they are.</summary>
    public LayerFormat LayerFormat { get; init; } = LayerFormat.Gzip;

    /// <summary>
    /// Remote caches that are asked, in this order, for steps that the store does not know. Whoever can write to one decides what these steps give, so only what is
    /// trusted like the Buildfile belongs here. Not asked where <see cref="NoCache"/> is set.
    /// </summary>
    public ImmutableArray<CachePlace> CacheFrom { get; init; } = [];

    /// <summary>The remote cache that the steps of this build are added to when all of them have succeeded; null for none.</summary>
    public CacheExport? CacheTo { get; init; }

    /// <summary>
    /// The sockets of agents of ssh, absolute paths, by the ids that <c>Ssh(id: "ID")</c> names. Where <see cref="Graph.Mounts.SshMount.DefaultId"/> is not among them, it is the
    /// agent that <see cref="Environment"/> has in <c>SSH_AUTH_SOCK</c>.
    /// </summary>
    public ImmutableDictionary<string, string> SshAgents { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Where it is written what runs with a list of hosts fetched; null where nothing is written.</summary>
    public FetchLock? Fetches { get; init; }

    /// <summary>The program <c>dotnet</c> whose SDKs publish without a container, an absolute path; null where there is none.</summary>
    public string? DotNet { get; init; }

    /// <summary>Where the files go that runs bring out by <c>reports:</c>; null where they stay inside.</summary>
    public ReportFolders? Reports { get; init; }

    /// <summary>
    /// What looks at a run that failed the build, before that throws; null for nothing. Every other step has ended by then, and the run's files are gone when the call returns.
    /// Runs of tests are not shown.
    /// </summary>
    public Func<StepFailedException, FailedRun, CancellationToken, Task>? OnFailedRun { get; init; }

    /// <summary>Whether a test runs again that is known to pass on the image.</summary>
    public bool RunPassedTests { get; init; }
}
