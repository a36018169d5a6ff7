using BuildKit.Engine.Assembly;
using BuildKit.Engine.Events;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.RemoteCache;

/// <summary>The remote caches of a build: those that it reads from, and the one that it adds its steps to. What fails there is a warning.</summary>
internal sealed class BuildCaches(LocalStore store, BuildRequest request, EventStream events)
{
    /// <summary>Those that it reads from.</summary>
    /// <param name="blobs">Takes over the blobs that come.</param>
    internal CacheSources Sources(LayerBlobs blobs, CancellationToken ct) => new(
        request.NoCache ? [] : request.CacheFrom,
        (place, slots, end) => new CacheSource(place, store, Warn, entry => blobs.Adopt(entry), slots, end),
        ct);

    /// <summary>Adds the steps of a build that has succeeded.</summary>
    internal async Task ExportAsync(CacheWriter writer, StepReports reports, NeededSteps needed, Func<StepRef, StepResult> resultOf, CancellationToken ct)
    {
        if (request.CacheTo is not { } export)
        {
            return;
        }

        bool IsExported(StepRef step) => export.EveryStep || needed.IsInImage(step);
        try
        {
            IEnumerable<Digest> keys = reports.All.Where(report => IsExported(report.Step)).Select(report => report.Key).OfType<Digest>();
            IEnumerable<StepRef> read = needed.All.Where(IsExported).SelectMany(step => StepPlanner.Reads(request.Graph[step])).Where(IsExported);
            var folders = new FolderExport(store, export.Place, Warn);
            (int steps, long moved) = await writer.AddAsync(
                export.Place, keys, read.SelectMany(step => resultOf(step).DiffIds), known => folders.SendAsync(Travelling(reports, needed), known, ct), ct);
            events.Emit(elapsed => new CacheExported(elapsed, export.Place.Name, steps, moved + folders.MovedBytes));
        }
        catch (Exception failure) when (CacheFailures.IsWorld(failure, ct))
        {
            Warn(CacheFailures.NotWritten(export.Place.Name, failure));
        }
    }

    private IEnumerable<TravellingFolder> Travelling(StepReports reports, NeededSteps needed)
    {
        HashSet<StepRef> ran = [.. reports.All.Where(report => report.Outcome == StepOutcome.Ran).Select(report => report.Step)];
        return
            from step in needed.All
            let run = request.Graph[step] as RunStep
            where run is not null
            from id in run.Options.Mounts.OfType<CacheMount>().Where(mount => mount.Travels).Select(mount => mount.Id).Distinct()
            group (Step: step, Run: run) by id into uses
            select new TravellingFolder(uses.Key, uses.Any(use => ran.Contains(use.Step)), () => SecretsOf(uses.Select(use => use.Run)));
    }

    private SecretPatterns SecretsOf(IEnumerable<RunStep> runs)
    {
        IEnumerable<SecretSource> secrets = runs.SelectMany(run => run.Options.Mounts.OfType<SecretMount>().Select(mount => mount.Secret)
            .Concat(run.Options.SecretVariables.Select(variable => variable.Secret)));
        return new SecretPatterns(secrets.Distinct().SelectMany(secret =>
            SecretPattern.Of(secret.Id, SecretFiles.ValueOf(secret, request.Environment, request.BuildfileDirectory))));
    }

    private void Warn(BuildKitException failure) => events.Emit(elapsed => new BuildWarning(elapsed, failure.Code, failure.Message, failure.Advice));
}
