using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;

namespace BuildKit.Engine.Tests.RemoteCache;

/// <summary>An empty store that goes away with the test.</summary>
internal sealed class EmptyStore : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bk-store-").FullName;

    internal EmptyStore() => Store = LocalStore.Open(new StorePaths(folder));

    internal LocalStore Store { get; }

    public void Dispose()
    {
        Store.Dispose();
        SnapshotStore.RemoveTree(folder);
    }
}
