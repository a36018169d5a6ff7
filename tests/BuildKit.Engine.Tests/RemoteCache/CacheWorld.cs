using BuildKit.Engine.Events;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;
using BuildKit.Oci.Registry;
using BuildKit.Tests.Registries;

namespace BuildKit.Engine.Tests.RemoteCache;

/// <summary>A real registry behind a server that counts and can fail, and machines that share a cache there: stores of their own with the same base and context.</summary>
internal sealed class CacheWorld : IAsyncDisposable
{
    private readonly List<BuildWorld> machines = [];
    private readonly string content = Directory.CreateTempSubdirectory("bk-cache-").FullName;
    private readonly RegistryClient client = new(RegistryOptions.Default with { Retry = RetryPolicy.Never });
    private RegistryProcess registry = null!;

    internal FaultServer Server { get; private set; } = null!;

    /// <summary>The cache, by way of the server that can fail.</summary>
    internal CachePlace Place => PlaceOf("main");

    internal IImageRepository Repository => client.Repository(ImageReference.Parse($"{registry.Host}/cache"));

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static async Task<CacheWorld> StartAsync(bool readOnly = false)
    {
        var world = new CacheWorld();
        world.registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { Storage = world.content, ReadOnly = readOnly }, Ct);
        world.Server = new FaultServer(world.registry.Host);
        return world;
    }

    internal CachePlace PlaceOf(string tag) => new(client.Repository(ImageReference.Parse($"{Server.Host}/cache")), tag);

    internal async Task<BuildWorld> MachineAsync()
    {
        BuildWorld machine = await BuildWorld.CreateAsync();
        machine.WriteContext("src/hello.txt", "hello\n");
        machines.Add(machine);
        return machine;
    }

    /// <summary>A copy and two runs on the base, and a file of a stage that is in no image.</summary>
    internal static (GraphSketch Sketch, ImageTarget Image) Sketch(BuildWorld machine, string text = "made")
    {
        GraphSketch sketch = machine.Sketch();
        StepRef stage = sketch.Run(sketch.Base(), $"mkdir /out && echo {text} > /out/stage.txt");
        sketch.Scope = "App";
        StepRef copied = sketch.Copy(sketch.Base(), "src", "/src");
        StepRef first = sketch.Run(copied, $"echo {text} > /first.txt; dd if=/dev/urandom of=/chance bs=1024 count=64 2>/dev/null");
        StepRef second = sketch.Run(first, "sha256sum /chance > /second.txt");
        return (sketch, sketch.Image("App", sketch.Copy(second, "/out", "/app", from: stage)));
    }

    internal static Task<BuildResult> BuildAsync(BuildWorld machine, EventRecorder events, Func<BuildRequest, BuildRequest> change, string text = "made")
    {
        (GraphSketch sketch, ImageTarget image) = Sketch(machine, text);
        return machine.BuildAsync(sketch, events, change, Ct, image);
    }

    /// <summary>Builds on a new machine and adds every step to the cache.</summary>
    internal async Task<BuildResult> FillAsync(bool everyStep = true, string text = "made")
    {
        var events = new EventRecorder();
        BuildResult result = await BuildAsync(await MachineAsync(), events, request => request with { CacheTo = new CacheExport(Place, everyStep) }, text);
        Assert.Empty(WarningsOf(events));
        Assert.Single(events.Events.OfType<CacheExported>());
        Server.Forget();
        return result;
    }

    internal BuildRequest From(BuildRequest request) => request with { CacheFrom = [Place] };

    /// <summary>The record of the run whose script has a text.</summary>
    internal static CacheEntry EntryOf(CacheContent content, string text) =>
        content.Entries.First(entry => entry.Record.Frames.Any(frame => frame.Label == "argument" && frame.Value.Contains(text, StringComparison.Ordinal)));

    internal static string[] WarningsOf(EventRecorder events) => [.. events.Events.OfType<BuildWarning>().Select(warning => warning.Code)];

    /// <summary>How many steps ran that a cache could know; bases are none of them.</summary>
    internal static int RanOf(BuildResult result) => result.Steps.Count(step => step is { Outcome: StepOutcome.Ran, Key: not null });

    /// <summary>The text of a file of an image, whose layers need not be unpacked.</summary>
    internal static async Task<string> ReadFileAsync(BuildWorld machine, BuildResult result, string path)
    {
        Image image = await Image.LoadAsync(machine.Store, result.Images[0].Variants[0].Manifest, Ct);
        foreach (Layer layer in image.Layers)
        {
            await using Stream tar = LayerCompression.OpenDecompressed(await machine.Store.OpenReadAsync(layer.Blob, Ct), null);
            await machine.Store.Snapshots.UnpackAsync(tar, layer.DiffId, Ct);
        }

        return await machine.ReadFileAsync(result, path);
    }

    internal async Task<CacheContent> ReadAsync()
    {
        using var store = new EmptyStore();
        return await new CacheReader(store.Store).ReadAsync(new CachePlace(Repository, "main"), Ct) ?? throw new InvalidOperationException("There is no cache.");
    }

    /// <summary>Changes the bytes of a blob on the registry's disk.</summary>
    internal void Damage(Digest blob)
    {
        string file = Path.Combine(content, "docker/registry/v2/blobs/sha256", blob.Hex[..2], blob.Hex, "data");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 0x55;
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>Removes a blob as the registry's garbage collection would.</summary>
    internal async Task RemoveAsync(Digest blob)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using HttpResponseMessage answer = await http.DeleteAsync(new Uri($"http://{registry.Host}/v2/cache/blobs/{blob}"), Ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Ends the registry itself.</summary>
    internal Task KillRegistryAsync() => registry.KillAsync();

    public async ValueTask DisposeAsync()
    {
        machines.ForEach(machine => machine.Dispose());
        await Server.DisposeAsync();
        await registry.DisposeAsync();
        client.Dispose();
        Directory.Delete(content, recursive: true);
    }
}
