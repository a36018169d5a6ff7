using BuildKit.Engine.Assembly;
using BuildKit.Engine.Events;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Store;
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
            (int steps, long moved) = await writer.AddAsync(export.Place, keys, read.SelectMany(step => resultOf(step).DiffIds), ct);
            events.Emit(elapsed => new CacheExported(elapsed, export.Place.Name, steps, moved));
        }
        catch (Exception failure) when (CacheFailures.IsWorld(failure, ct))
        {
            Warn(CacheFailures.NotWritten(export.Place.Name, failure));
        }
    }

    private void Warn(BuildKitException failure) => events.Emit(elapsed => new BuildWarning(elapsed, failure.Code, failure.Message, failure.Advice));
}
