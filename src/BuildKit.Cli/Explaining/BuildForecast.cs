using System.Collections.Immutable;
using BuildKit.Cli.Building;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Progress;
using BuildKit.Engine;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Explaining;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Explaining;

/// <summary>What a build would do.</summary>
/// <param name="Buildfile">The Buildfile's path, absolute.</param>
/// <param name="Steps">Every step that the targets need, in the order of the graph.</param>
/// <param name="Labels">What they are called.</param>
internal sealed record BuildForecast(string Buildfile, ImmutableArray<PlannedStep> Steps, StepLabels Labels)
{
    /// <summary>Works it out. Nothing is run, pulled or pinned, and no registry is asked.</summary>
    /// <param name="names">Images or stages; none for all images.</param>
    /// <exception cref="BuildKit.Engine.Scheduling.StepFailedException">A step cannot be planned.</exception>
    /// <exception cref="BuildKit.Oci.BuildKitException">A target is unknown, or the store or the context could not be used.</exception>
    public static async Task<BuildForecast> OfAsync(CommandHost host, BuildfileSelection selection, IReadOnlyCollection<string> names, CancellationToken ct)
    {
        host.MakeNoStore();
        using RegistryClient registries = host.OpenRegistries(insecure: false);
        var loader = new BuildfileLoader(host, registries, PullPolicy.Never) { OnlyKnownBases = true };
        LoadedBuildfile loaded = await loader.Load(selection, ct).PinKnownAsync(ct).ConfigureAwait(false);
        ImmutableArray<Target> chosen = TargetSelection.Select(loaded.Graph, loaded.Path, names);
        var request = new BuildRequest
        {
            Graph = loaded.Graph,
            Targets = chosen,
            ContextDirectory = loaded.ContextDirectory,
            BuildfileDirectory = loaded.Directory,
            Environment = host.Environment,
        };
        var engine = new BuildEngine(host.Store, new DeferredSandbox(host, RuntimeOption.Embedded), loaded.Bases);
        ImmutableArray<PlannedStep> steps = await engine.PlanAsync(request, ct).ConfigureAwait(false);
        return new BuildForecast(Path.GetFullPath(loaded.Path), steps, StepLabels.Of(loaded.Graph, chosen));
    }
}
