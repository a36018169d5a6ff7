using System.Collections.Immutable;
using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Trees;

/// <summary>The store's calls for tests that have nothing else to do meanwhile.</summary>
internal static class Waiting
{
    public static void Unpack(this SnapshotStore store, byte[] tar, Digest diffId) =>
        store.UnpackAsync(new MemoryStream(tar), diffId, CancellationToken.None).GetAwaiter().GetResult();

    public static LayerCommit? Commit(this SnapshotStore store, ChangeSet changes) =>
        store.CommitAsync(changes, CancellationToken.None).GetAwaiter().GetResult();

    public static LayerCommit? Commit(this SnapshotStore store, UpperDirectory upper, MergedTree parent, ImmutableArray<LayerPath> stubs) =>
        store.CommitAsync(upper, parent, stubs, SecretPatterns.None, CancellationToken.None).GetAwaiter().GetResult();

    public static byte[] Tar(this SnapshotStore store, Digest diffId)
    {
        using var tar = new MemoryStream();
        store.WriteTarAsync(diffId, tar, CancellationToken.None).GetAwaiter().GetResult();
        return tar.ToArray();
    }
}
