using BuildKit.Engine.Store;
using BuildKit.Graph.Keys;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Cache;

/// <summary>Results of steps by their keys: a file each in <c>results</c>, written after the layer it names is in place.</summary>
internal sealed class StepCache(LocalStore store)
{
    /// <summary>The result of a key; null where none is known, or where its layer is gone.</summary>
    internal StepRecord? Find(Digest key) =>
        Read(key) is { } record && (record.Layer is not { } layer || store.Snapshots.Contains(layer)) ? record : null;

    /// <summary>The frames that an earlier key was made of; null where they are gone.</summary>
    internal IReadOnlyList<KeyFrame>? FramesOf(Digest key) => Read(key)?.Frames;

    /// <summary>Keeps a result, in the place of an older one of the same key.</summary>
    internal void Keep(StepRecord record) =>
        AtomicFile.Write(store.Paths.ResultOf(record.Key), StepRecordJson.Write(record), store.Temporary.NewPath("result"));

    private StepRecord? Read(Digest key) =>
        AtomicFile.Read(store.Paths.ResultOf(key)) is { } content ? StepRecordJson.Read(content, key) : null;
}
