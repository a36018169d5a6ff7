using System.Collections.Immutable;
using BuildKit.Delivery.Changes;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Gates;
using BuildKit.Delivery.Releases;
using BuildKit.Graph.Environments;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layouts;
using BuildKit.Oci.Registry;

namespace BuildKit.Delivery.Tests;

/// <summary>Environments, each with a real registry of its own, and a layout in the place of the local store.</summary>
internal sealed class DeliveryWorld : IAsyncDisposable
{
    public static readonly ChangeOrigin Origin = new("anna", new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), "buildkit 0.1.0");
    public static readonly SourceFacts Source = new(Clean: true, Commit: "0123456789abcdef0123456789abcdef01234567", Branch: "main");

    private readonly TestFolder folder;
    private readonly RegistryClient client;
    private readonly Dictionary<string, RegistryProcess> registries = [];
    private readonly OciLayout images;

    private DeliveryWorld(OciLayout images, TestFolder folder, IRegistryClock clock)
    {
        this.images = images;
        this.folder = folder;
        client = new RegistryClient(RegistryOptions.Default with { Clock = clock });
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Task<DeliveryWorld> StartAsync(params string[] environments) => StartAsync(new InstantClock(), environments);

    public static async Task<DeliveryWorld> StartAsync(IRegistryClock clock, params string[] environments)
    {
        var folder = new TestFolder();
        var world = new DeliveryWorld(await OciLayout.CreateAsync(folder / "images", Ct), folder, clock);
        foreach (string environment in environments)
        {
            await world.AddAsync(environment, new RegistryProcessOptions());
        }

        return world;
    }

    public RegistryProcess Registry(string environment) => registries[environment];

    /// <summary>The environment in its own registry, or behind another host that stands before it.</summary>
    public EnvironmentRepositories At(string environment, string? host = null, string? path = null) => new(
        client, new DeliveryEnvironment(environment, new ImageReference(host ?? registries[environment].Host, path ?? $"{environment.ToLowerInvariant()}/api", null, null)));

    public async Task AddAsync(string environment, RegistryProcessOptions options) => registries[environment] = await RegistryProcess.StartAsync(options, Ct);

    /// <summary>Images of noise; the first layer is the same in all.</summary>
    public async Task<Release> BuildAsync(int seed, params string[] names)
    {
        var built = new List<ReleaseImage>();
        foreach ((int index, string name) in (names is [] ? ["api"] : names).Index())
        {
            TestImage image = TestImage.Create(seed + (index * 50), new Platform("linux", "amd64"), 3000, 200);
            await image.WriteToAsync(images, null, Ct);
            built.Add(new ReleaseImage(name, image.Root));
        }

        return Release.Of(built);
    }

    /// <summary>One image for two platforms, and that for the second.</summary>
    public async Task<(Release Release, TestImage Arm)> BuildIndexAsync(int seed)
    {
        var amd = new Platform("linux", "amd64");
        var arm = new Platform("linux", "arm64");
        TestImage second = TestImage.Create(seed + 1, arm, 300);
        TestImage index = TestImage.Index((amd, TestImage.Create(seed, amd, 300)), (arm, second));
        await index.WriteToAsync(images, null, Ct);
        return (Release.Of([new ReleaseImage("api", index.Root)]), second);
    }

    /// <summary>Removes something of an environment's repository, as a clean-up of the registry would.</summary>
    public async Task RemoveAsync(string environment, string path)
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.DeleteAsync(new Uri($"http://{registries[environment].Host}/v2/{environment.ToLowerInvariant()}/api/{path}"), Ct);
        answer.EnsureSuccessStatusCode();
    }

    public Deployment Deployment(Release release, params string[] tags) => new(images, release, Source, [], [], null, [.. tags], Origin);

    public Task<ChangeResult> DeployAsync(string environment, Release release, params string[] tags) => Deployment(release, tags).RunAsync(At(environment), null, Ct);

    public Task<ChangeResult> PromoteAsync(string from, string to, Digest? wanted = null, params Gate[] gates) => PromoteAsync(At(from), At(to), wanted, gates);

    public static async Task<ChangeResult> PromoteAsync(EnvironmentRepositories from, EnvironmentRepositories to, Digest? wanted = null, params Gate[] gates)
    {
        var promotion = new Promotion(from, to);
        PromotionPlan plan = await promotion.PlanAsync(wanted, [.. gates], Ct);
        return await promotion.RunAsync(plan, null, [], Origin, null, Ct);
    }

    public Task<EnvironmentState> StateAsync(string environment) => StateAsync(At(environment));

    public static Task<EnvironmentState> StateAsync(EnvironmentRepositories environment) => new EnvironmentLog(environment).ReadAsync(Ct);

    /// <summary>The releases of the history, the oldest first.</summary>
    public async Task<ImmutableArray<Digest>> HistoryAsync(string environment) => [.. (await StateAsync(environment)).History.Select(record => record.Release)];

    /// <summary>What the environment's tag names.</summary>
    public async Task<Digest?> TagAsync(string environment) => (await At(environment).Home.ResolveAsync(environment.ToLowerInvariant(), Ct))?.Digest;

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        foreach (RegistryProcess registry in registries.Values)
        {
            await registry.DisposeAsync();
        }

        folder.Dispose();
    }
}
