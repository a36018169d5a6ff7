using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Engine;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Fetches;
using BuildKit.Facts.Remotes;
using BuildKit.Graph.Evaluation;
using BuildKit.Oci;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Buildfiles;

/// <summary>From a file to a graph: reads, parses, binds and evaluates; shows every diagnostic.</summary>
internal sealed class BuildfileLoader(CommandHost host, RegistryClient registries, PullPolicy pull)
{
    /// <summary>The lock's name, beside the Buildfile.</summary>
    public const string LockFileName = "buildkit.lock";

    /// <summary>Whether a base that is not known is left open instead of being an error.</summary>
    public bool OnlyKnownBases { get; init; }

    /// <summary>Loads the Buildfile. Its bases have no digests yet.</summary>
    /// <exception cref="BuildfileErrorsException">It has errors, which have been shown.</exception>
    /// <exception cref="BuildKitException">It is not there, or a base whose configuration it reads is not.</exception>
    public LoadedBuildfile Load(BuildfileSelection selection, CancellationToken ct) => Load(BoundBuildfile.Read(host, selection), selection, ct);

    /// <summary>The same of a Buildfile that was read before, and whose diagnostics were shown then.</summary>
    public LoadedBuildfile Load(BoundBuildfile bound, BuildfileSelection selection, CancellationToken ct)
    {
        var sources = new BaseSources(host.Store, registries, Path.Combine(bound.Directory, LockFileName)) { Git = new GitRemotes() };
        var resolver = new BaseResolver(sources, pull);
        using var repository = new ContextRepository(bound.ContextDirectory);
        var facts = new BuildFacts(resolver, bound.Directory, ct)
        {
            FindGit = () => repository.Facts,
            FindSourceDateEpoch = () => EpochVariable.Read(host.Environment),
            Projects = ProjectEvaluation.Of(host, bound.ContextDirectory, ct),
            OnlyKnownBases = OnlyKnownBases,
            PublishesOnHost = selection.PublishesOnHost,
        };
        EvaluationResult result = BuildfileEvaluator.Evaluate(bound.Model, selection.Parameters, facts);
        bound.Show(result.Diagnostics);
        if (result.Graph is not { } graph)
        {
            throw new BuildfileErrorsException(result.Diagnostics) { Files = bound.Files };
        }

        return new LoadedBuildfile(graph, bound.Path, bound.Directory, bound.ContextDirectory)
        {
            Parameters = [.. selection.Parameters.Keys.Order(StringComparer.Ordinal)],
            Resolver = resolver,
            Bases = new BasePuller(sources, pull),
            Moved = new MovedBases(sources, TimeProvider.System),
            Fetches = new FetchLock(sources, pull),
        };
    }
}
