using BuildKit.Engine.Bases;
using BuildKit.Engine.Store;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using BuildKit.Tests.Registries;

namespace BuildKit.Engine.Tests.Bases;

/// <summary>A store, a lock file and a real registry behind a server that counts and can fail.</summary>
public sealed class BaseFixture : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("buildkit-bases-").FullName;
    private readonly RegistryProcess registry;

    private BaseFixture(RegistryProcess registry)
    {
        this.registry = registry;
        Server = new FaultServer(registry.Host);
        Store = OpenStore();
        LockFile = Path.Combine(folder, "buildkit.lock");
    }

    public static Platform Amd64 { get; } = new("linux", "amd64");

    public static Platform Arm64 { get; } = new("linux", "arm64");

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public FaultServer Server { get; }

    public LocalStore Store { get; }

    public string LockFile { get; }

    public RegistryClient Client { get; } = new(RegistryOptions.Default with { Retry = RetryPolicy.Never });

    public BaseSources Sources => new(Store, Client, LockFile);

    public static async Task<BaseFixture> StartAsync() => new(await RegistryProcess.StartAsync(new RegistryProcessOptions(), Ct));

    public ImageReference Reference(string nameAndTag) => ImageReference.Parse($"{Server.Host}/{nameAndTag}");

    /// <summary>Another process's view of the same store.</summary>
    public LocalStore OpenStore() => LocalStore.Open(new StorePaths(Path.Combine(folder, "store")));

    public async Task<TestImage> PushAsync(TestImage image, string name, string tag)
    {
        await image.WriteToAsync(Client.Repository(new ImageReference(registry.Host, name, null, null)), tag, Ct);
        return image;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await registry.DisposeAsync();
        Client.Dispose();
        Store.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
