using BuildKit.Engine.Bases;
using BuildKit.Engine.Store;
using BuildKit.Oci.Registry;
using BuildKit.Tests.Registries;

namespace BuildKit.Engine.Tests.Downloads;

/// <summary>A store, a lock file, and a client whose waits do not wait.</summary>
internal sealed class DownloadWorld : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bk-download-").FullName;

    public DownloadWorld()
    {
        Store = LocalStore.Open(new StorePaths(Path.Combine(folder, "store")));
        LockFile = Path.Combine(folder, "buildkit.lock");
    }

    public LocalStore Store { get; }

    public string LockFile { get; }

    public RegistryClient Client { get; } = new(RegistryOptions.Default with { Clock = new InstantClock(), IdleTimeout = TimeSpan.FromSeconds(5) });

    public BaseSources Sources => new(Store, Client, LockFile);

    public BaseResolver Resolver(PullPolicy policy) => new(Sources, policy);

    public string[] Blobs => Directory.Exists(Path.Combine(Store.Paths.Blobs, "sha256")) ? [.. Directory.EnumerateFiles(Path.Combine(Store.Paths.Blobs, "sha256")).Select(file => Path.GetFileName(file))] : [];

    public void Dispose()
    {
        Client.Dispose();
        Store.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
