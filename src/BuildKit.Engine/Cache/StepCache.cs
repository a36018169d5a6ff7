using BuildKit.Engine.Collection;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Cache;

/// <summary>Results of steps by their keys: a file each in <c>results</c>, written after the layer it names is in place.</summary>
/// <param name="layers">Knows which layers can be had later.</param>
internal sealed class StepCache(LocalStore store, DeferredLayers layers)
{
    /// <summary>The result of a key, whose use is noted; null where none is known, or where its layer is gone.</summary>
    internal StepRecord? Use(Digest key)
    {
        StepRecord? record = Find(key);
        if (record is not null)
        {
            LastUse.Note(store.Paths.ResultOf(key));
        }

        return record;
    }

    /// <summary>The same for one who only looks.</summary>
    internal StepRecord? Find(Digest key) =>
        Read(key) is { } record && (record.Layer is not { } layer || store.Snapshots.Contains(layer) || layers.TryDefer(layer)) ? record : null;

    /// <summary>Keeps a result, in the place of an older one of the same key.</summary>
    internal void Keep(StepRecord record) =>
        AtomicFile.Write(store.Paths.ResultOf(record.Key), StepRecordJson.Write(record), store.Temporary.NewPath("result"), sync: !store.Unsynced.MayWait());

    /// <summary>What was kept for a key, whether its layer is there or not; null where nothing was.</summary>
    internal StepRecord? Read(Digest key) =>
        AtomicFile.Read(store.Paths.ResultOf(key)) is { } content ? StepRecordJson.Read(content, key) : null;
}
