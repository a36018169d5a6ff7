using BuildKit.Engine.Cache;
using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.RemoteCache;

/// <summary>The remote caches of a build: those that it reads from, and the one that it adds its steps to. What fails there is a warning.</summary>
internal sealed class BuildCaches(LocalStore store, BuildRequest request, EventStream events)
{
    /// <summary>Those that it reads from.</summary>
    /// <param name="ct">Ends with the build.</param>
    internal CacheSources Sources(BlobMemory packed, CancellationToken ct) =>
        new(request.NoCache ? [] : [.. request.CacheFrom.Select(place => new CacheSource(place, store, packed, Warn, ct))]);

    /// <summary>Adds the steps of a build that has succeeded.</summary>
    internal async Task ExportAsync(CacheWriter writer, StepReports reports, NeededSteps needed, CancellationToken ct)
    {
        if (request.CacheTo is not { } export)
        {
            return;
        }

        try
        {
            IEnumerable<Digest> keys = reports.All.Where(report => export.EveryStep || needed.IsInImage(report.Step)).Select(report => report.Key).OfType<Digest>();
            (int steps, long moved) = await writer.AddAsync(export.Place, keys, ct);
            events.Emit(elapsed => new CacheExported(elapsed, export.Place.Name, steps, moved));
        }
        catch (Exception failure) when (CacheFailures.IsWorld(failure, ct))
        {
            Warn(CacheFailures.NotWritten(export.Place.Name, failure));
        }
    }

    private void Warn(BuildKitException failure) => events.Emit(elapsed => new BuildWarning(elapsed, failure.Code, failure.Message, failure.Advice));
}
