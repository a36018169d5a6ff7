using System.Collections.Immutable;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Engine.Tests.Scheduling;

/// <summary>A store with a base image in it, a context folder, and the real sandbox.</summary>
internal sealed class BuildWorld : IDisposable
{
    private readonly RegistryClient registries = new(RegistryOptions.Default);
    private readonly bool ownsFolder;

    private BuildWorld(string folder, string storeFolder, bool ownsFolder)
    {
        Folder = folder;
        this.ownsFolder = ownsFolder;
        Context = Directory.CreateDirectory(Path.Combine(folder, "context")).FullName;
        Store = LocalStore.Open(new StorePaths(storeFolder));
    }

    internal string Folder { get; }

    internal string Context { get; }

    internal LocalStore Store { get; private set; }

    internal Descriptor BaseImage { get; private set; } = null!;

    internal Dictionary<string, string> Environment { get; } = [];

    internal ISandbox Sandbox { get; set; } = new EmbeddedSandbox(SandboxLauncher.Find());

    internal IGitRemotes? Git { get; set; }

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static Task<BuildWorld> CreateAsync() => CreateAsync(Directory.CreateTempSubdirectory("bk-build-").FullName, null, ownsFolder: true);

    /// <param name="storeFolder">Where the store is; null for a folder beside the context.</param>
    internal static async Task<BuildWorld> CreateAsync(string folder, string? storeFolder, bool ownsFolder)
    {
        if (!OperatingSystem.IsLinux() || !System.Environment.IsPrivilegedProcess)
        {
            Assert.Skip("these tests run as root on Linux");
        }

        var world = new BuildWorld(folder, storeFolder ?? Path.Combine(folder, "store"), ownsFolder);
        world.BaseImage = await BusyboxImage.WriteAsync(world.Store, GraphSketch.Here, Ct);
        await world.Store.TagAsync(world.BaseImage, "base:latest", Ct);
        return world;
    }

    internal GraphSketch Sketch() => new(BaseImage.Digest);

    internal void WriteContext(string path, string content)
    {
        string full = Path.Combine(Context, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    internal Task<BuildResult> BuildAsync(GraphSketch sketch, params Target[] targets) => BuildAsync(sketch, new EventRecorder(), noCache: false, targets);

    internal Task<BuildResult> BuildAsync(GraphSketch sketch, EventRecorder events, bool noCache, params Target[] targets) =>
        BuildAsync(sketch, events, noCache, Ct, targets);

    internal Task<BuildResult> BuildAsync(GraphSketch sketch, EventRecorder events, bool noCache, CancellationToken ct, params Target[] targets) =>
        BuildAsync(sketch, events, request => request with { NoCache = noCache }, ct, targets);

    internal Task<BuildResult> BuildAsync(
        GraphSketch sketch, EventRecorder events, Func<BuildRequest, BuildRequest> change, CancellationToken ct, params Target[] targets)
    {
        var sources = new BaseSources(Store, registries, Path.Combine(Folder, "buildkit.lock")) { Git = Git };
        var engine = new BuildEngine(Store, Sandbox, new BasePuller(sources, PullPolicy.Missing));
        var request = new BuildRequest
        {
            Graph = sketch.ToGraph(),
            Targets = [.. targets],
            ContextDirectory = Context,
            BuildfileDirectory = Folder,
            Environment = Environment,
        };
        return engine.BuildAsync(change(request), events, ct);
    }

    /// <summary>Closes the store and opens it again, as the next process would.</summary>
    internal void Reopen()
    {
        Store.Dispose();
        Store = LocalStore.Open(Store.Paths);
    }

    /// <summary>The text of a file of an image.</summary>
    internal async Task<string> ReadFileAsync(BuildResult result, string path)
    {
        Image image = await Image.LoadAsync(Store, result.Images[0].Variants[0].Manifest, Ct);
        ImmutableArray<BuildKit.Oci.Content.Digest> layers = [.. image.Layers.Select(layer => layer.DiffId)];
        using var reader = new StreamReader(Store.Snapshots.OpenFile(Store.Snapshots.OpenTree(layers, "image"), layers, BuildKit.Oci.Layers.LayerPath.Parse(path)));
        return await reader.ReadToEndAsync(Ct);
    }

    public void Dispose()
    {
        Store.Dispose();
        registries.Dispose();
        if (ownsFolder)
        {
            SnapshotStore.RemoveTree(Folder);
        }
    }
}
