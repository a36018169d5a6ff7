using System.Collections.Immutable;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Collection;
using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;
using BuildKit.Oci.Registry;
using static BuildKit.Engine.Tests.Checkouts.FakeRemotes;

namespace BuildKit.Engine.Tests.Checkouts;

public sealed class CheckoutStepTests
{
    private const string Url = "https://example.com/a.git";
    private static readonly string Commit = new('1', 40);

    private readonly FakeRemotes git = new()
    {
        Commits = { Commit },
        Entries =
        [
            Entry("run.sh", GitEntryKind.Executable), Entry("lib", GitEntryKind.Folder), Entry("lib/a.txt", GitEntryKind.File), Entry("link", GitEntryKind.SymbolicLink, "../../etc/passwd"),
        ],
    };

    [Fact]
    public async Task The_layer_is_the_commit_and_a_known_one_asks_nobody()
    {
        using BuildWorld world = await WorldAsync();
        GraphSketch sketch = world.Sketch();
        ImageTarget target = sketch.Image("App", Checkout(sketch, sketch.Base(), Url, "main", owner: "1:2"));
        BuildResult result = await world.BuildAsync(sketch, target);
        Assert.Equal([$"fetch {Url} {Commit}", $"export {Commit}"], git.Calls);
        Assert.Equal("/lib/a.txt\n", await world.ReadFileAsync(result, "src/lib/a.txt"));
        Assert.Equal(
            ["/src 755 1:2", "/src/lib 755 1:2", "/src/lib/a.txt 644 1:2", "/src/link 777 1:2 ../../etc/passwd", "/src/run.sh 755 1:2"],
            (await TreeAsync(world, result)).Where(entry => entry.StartsWith("/src", StringComparison.Ordinal)));

        // Whatever named it, wherever it came from, and without the copy.
        Directory.Delete(world.Store.Paths.Checkouts, recursive: true);
        world.Reopen();
        GraphSketch elsewhere = world.Sketch();
        StepRef other = Checkout(elsewhere, elsewhere.Base(), "https://elsewhere.example/b", "v1.2", owner: "1:2");
        Assert.Equal(StepOutcome.Cached, (await world.BuildAsync(elsewhere, elsewhere.Image("App", other))).Steps[^1].Outcome);
        Assert.Equal(2, git.Calls.Length);
    }

    [Fact]
    public async Task A_commit_that_is_here_goes_elsewhere_without_a_server_until_it_is_collected()
    {
        using BuildWorld world = await WorldAsync();
        await BuildAsync(world, "/one");
        await BuildAsync(world, "/two", "lib");
        Assert.Equal([$"fetch {Url} {Commit}", $"export {Commit}", $"export {Commit} lib"], git.Calls);

        string copy = Directory.EnumerateDirectories(world.Store.Paths.Checkouts).Single();
        CollectionReport kept = await new StoreCollector(world.Store).CollectAsync(new CollectionPolicy(null, TimeSpan.FromDays(3)), BuildWorld.Ct);
        Assert.True(Directory.Exists(copy));
        Directory.SetLastWriteTimeUtc(copy, DateTime.UtcNow.AddDays(-5));
        CollectionReport report = await new StoreCollector(world.Store).CollectAsync(new CollectionPolicy(null, TimeSpan.FromDays(3)), BuildWorld.Ct);
        Assert.Equal((0, 1), (CountOf(kept), CountOf(report)));
        Assert.False(Directory.Exists(copy));
        await BuildAsync(world, "/three");
        Assert.Equal(2, git.Calls.Count(call => call.StartsWith("fetch", StringComparison.Ordinal)));

        static int CountOf(CollectionReport report) => report.Removed.Single(kind => kind.Name == "checkouts").Count;
    }

    [Fact]
    public async Task A_damaged_copy_is_fetched_anew()
    {
        using BuildWorld world = await WorldAsync();
        await BuildAsync(world, "/one");
        git.IsDamaged = true;
        await BuildAsync(world, "/two");
        Assert.Equal(["fetch", "export", "export", "fetch", "export"], git.Calls.Select(call => call.Split(' ')[0]));
    }

    [Fact]
    public async Task A_commit_that_the_server_does_not_give_is_told_with_the_way_out()
    {
        using BuildWorld world = await WorldAsync();
        git.Commits.Clear();
        StepFailedException failure = await Assert.ThrowsAsync<StepFailedException>(() => BuildAsync(world, "/one"));
        Assert.Equal(ExecutionErrorCodes.CommitMissing, failure.Code);
        Assert.Contains($"does not give the commit {Commit}, to which buildkit.lock pins 'main'", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"buildkit update {Url}", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submodules_are_empty_folders_and_a_warning()
    {
        using BuildWorld world = await WorldAsync();
        git.Entries = [Entry("vendor", GitEntryKind.Folder), Entry("vendor/other", GitEntryKind.Submodule)];
        var events = new EventRecorder();
        GraphSketch sketch = world.Sketch();
        BuildResult result = await world.BuildAsync(sketch, events, noCache: false, sketch.Image("App", Checkout(sketch, sketch.Base(), Url, "main")));
        BuildWarning warning = events.Events.OfType<BuildWarning>().Single();
        Assert.Equal(ExecutionErrorCodes.SubmodulesLeftOut, warning.Code);
        Assert.Contains("'/vendor/other'", warning.Message, StringComparison.Ordinal);
        Assert.Contains("/src/vendor/other 755 0:0", await TreeAsync(world, result));
    }

    [Fact]
    public async Task A_graph_is_pinned_before_its_first_step_and_one_that_is_not_does_not_build()
    {
        using BuildWorld world = await WorldAsync();
        GraphSketch sketch = world.Sketch();
        StepRef step = Checkout(sketch, sketch.Base(), Url, "main", isPinned: false);
        ImageTarget target = sketch.Image("App", step);
        Assert.Equal(ExecutionErrorCodes.BaseNotPinned, (await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, target))).Code);

        git.References[(Url, "main")] = Commit;
        using var client = new RegistryClient(RegistryOptions.Default);
        BaseSources sources = new(world.Store, client, Path.Combine(world.Folder, "buildkit.lock")) { Git = git };
        BuildGraph known = await new BasePinning(new BaseResolver(sources, PullPolicy.Never), world.Folder).PinKnownAsync(sketch.ToGraph(), BuildWorld.Ct);
        Assert.Null(((CheckoutStep)known[step]).Commit);
        BuildGraph pinned = await new BasePinning(new BaseResolver(sources, PullPolicy.Missing), world.Folder).PinAsync(sketch.ToGraph(), [target], BuildWorld.Ct);
        Assert.Equal(Commit, ((CheckoutStep)pinned[step]).Commit);
    }

    private async Task<BuildWorld> WorldAsync()
    {
        BuildWorld world = await BuildWorld.CreateAsync();
        world.Git = git;
        return world;
    }

    private static Task<BuildResult> BuildAsync(BuildWorld world, string to, string? path = null)
    {
        GraphSketch sketch = world.Sketch();
        return world.BuildAsync(sketch, sketch.Image("App", Checkout(sketch, sketch.Base(), Url, "main", to: to, path: path)));
    }

    private static StepRef Checkout(
        GraphSketch sketch, StepRef parent, string url, string reference, string to = "/src", string? path = null, string? owner = null, bool isPinned = true) =>
        sketch.Add(new CheckoutStep(sketch.Span(), sketch.Scope, GraphSketch.Here, parent, url, reference, isPinned ? Commit : null, path, to, owner));

    private static async Task<string[]> TreeAsync(BuildWorld world, BuildResult result)
    {
        Image image = await Image.LoadAsync(world.Store, result.Images[0].Variants[0].Manifest, BuildWorld.Ct);
        ImmutableArray<Digest> layers = [.. image.Layers.Select(layer => layer.DiffId)];
        return
        [
            .. world.Store.Snapshots.OpenTree(layers, "image").Enumerate(LayerPath.Root)
                .Select(entry => $"{entry.Path} {Convert.ToString(entry.Mode, 8)} {entry.Uid}:{entry.Gid} {entry.LinkTarget}".TrimEnd()),
        ];
    }
}
