using System.Collections.Immutable;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Fetches;
using BuildKit.Graph;
using BuildKit.Graph.Targets;

namespace BuildKit.Cli.Buildfiles;

/// <summary>A Buildfile that was evaluated without errors.</summary>
/// <param name="Graph">Its graph.</param>
/// <param name="Path">Its path as the user would write it.</param>
/// <param name="Directory">The Buildfile's folder, absolute.</param>
/// <param name="ContextDirectory">The build context, absolute.</param>
internal sealed record LoadedBuildfile(BuildGraph Graph, string Path, string Directory, string ContextDirectory)
{
    /// <summary>The names of the parameters that the command line set, in ordinal order.</summary>
    public ImmutableArray<string> Parameters { get; init; } = [];

    /// <summary>Finds its bases.</summary>
    public required BaseResolver Resolver { get; init; }

    /// <summary>Brings its bases.</summary>
    public required BasePuller Bases { get; init; }

    /// <summary>Finds out which of its bases have moved.</summary>
    public required MovedBases Moved { get; init; }

    /// <summary>Where it is written what its runs fetch.</summary>
    public required FetchLock Fetches { get; init; }

    /// <summary>The same with a digest for each base that the targets need; new pins are written into <c>buildkit.lock</c>.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">A base cannot be had.</exception>
    public async Task<LoadedBuildfile> PinAsync(ImmutableArray<Target> targets, CancellationToken ct)
    {
        BuildGraph pinned = await new BasePinning(Resolver, Directory).PinAsync(Graph, targets, ct).ConfigureAwait(false);
        await Resolver.SaveLockAsync(ct).ConfigureAwait(false);
        return this with { Graph = pinned };
    }

    /// <summary>The same with the digests of the bases that are known here.</summary>
    public async Task<LoadedBuildfile> PinKnownAsync(CancellationToken ct) =>
        this with { Graph = await new BasePinning(Resolver, Directory).PinKnownAsync(Graph, ct).ConfigureAwait(false) };
}
