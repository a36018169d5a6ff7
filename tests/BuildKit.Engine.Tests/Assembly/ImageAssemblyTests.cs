using System.Collections.Immutable;
using BuildKit.Engine.Assembly;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Tests.Assembly;

public sealed class ImageAssemblyTests
{
    private static readonly DateTimeOffset Commit = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_has_every_step_and_layers_only_where_files_changed()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef env = sketch.Config(sketch.Base(), new SetEnv("PORT", "8080"));
        StepRef written = sketch.Write(env, "/a.txt", "a");
        StepRef nothing = sketch.Run(written, "true");

        BuildResult result = await world.BuildAsync(sketch, sketch.Image("Api", nothing, Commit, "0123abc"));

        Image image = await Image.LoadAsync(world.Store, result.Images[0].Variants[0].Manifest, Ct);
        Assert.Equal(["busybox", "Env PORT=8080", "Write /a.txt", "Run true"], image.Config.History.Select(entry => entry.CreatedBy!));
        Assert.Equal([false, true, false, true], image.Config.History.Select(entry => entry.EmptyLayer));
        Assert.Equal(2, image.Layers.Length);
        Assert.Equal(Commit, image.Config.Created);
        Assert.Equal("0123abc", image.Config.Config.Labels["org.opencontainers.image.revision"]);
        Assert.Equal("2026-05-04T03:02:01Z", image.Config.Config.Labels["org.opencontainers.image.created"]);
        Assert.Contains(new EnvironmentVariable("PORT", "8080"), image.Config.Config.Env);
    }

    [Fact]
    public async Task A_base_layer_is_the_very_blob_that_came_with_the_base()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        Image start = await Image.LoadAsync(world.Store, world.BaseImage, Ct);

        BuildResult result = await world.BuildAsync(sketch, sketch.Image("Api", sketch.Write(sketch.Base(), "/a", "a")));

        BuiltVariant variant = result.Images[0].Variants[0];
        Assert.Equal(start.Layers[0].Blob, variant.Layers[0].Blob);
        Assert.Equal(variant.Layers.Sum(layer => layer.Blob.Size), variant.Size);
        Assert.Equal(variant.Config, (await world.Store.ReadManifestAsync(variant.Manifest, Ct)).Manifest!.Config.Digest);
    }

    [Fact]
    public async Task Without_a_commit_the_time_is_the_fixed_one_and_no_label_is_invented()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();

        BuildResult result = await world.BuildAsync(sketch, sketch.Image("Api", sketch.Write(sketch.Base(), "/a", "a")));

        ImageConfig config = (await Image.LoadAsync(world.Store, result.Images[0].Manifest, Ct)).Config;
        Assert.Equal(new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero), config.Created);
        Assert.Equal(["base"], config.Config.Labels.Keys);
    }

    [Fact]
    public async Task A_label_of_the_Buildfile_stays_and_one_of_the_base_gives_way()
    {
        ImmutableSortedDictionary<string, string> inherited = ContainerConfig.Empty.Labels
            .Add("org.opencontainers.image.created", "of the base").Add("org.opencontainers.image.revision", "of the base");
        ContainerConfig config = ContainerConfig.Empty with { Labels = inherited.SetItem("org.opencontainers.image.revision", "declared") };
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        ImageTarget target = sketch.Image("Api", sketch.Base(), Commit, "0123abc");

        ContainerConfig labelled = ImageLabels.AddTo(config, target, inherited);

        Assert.Equal("declared", labelled.Labels["org.opencontainers.image.revision"]);
        Assert.Equal("2026-05-04T03:02:01Z", labelled.Labels["org.opencontainers.image.created"]);
    }

    [Fact]
    public async Task What_a_base_says_of_its_own_commit_is_not_said_of_an_image_without_one()
    {
        ImmutableSortedDictionary<string, string> inherited = ContainerConfig.Empty.Labels.Add("org.opencontainers.image.revision", "of the base").Add("kept", "yes");
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();

        ContainerConfig labelled = ImageLabels.AddTo(ContainerConfig.Empty with { Labels = inherited }, sketch.Image("Api", sketch.Base()), inherited);

        Assert.Equal(["kept"], labelled.Labels.Keys);
    }

    [Theory]
    [InlineData("", "- -")]
    [InlineData("a", "a -")]
    [InlineData("a e b", "a e b")]
    [InlineData("e a b c d", "e e e c d")]
    public void The_history_of_a_base_fits_its_layers(string written, string expected)
    {
        HistoryEntry[] history = [.. written.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new HistoryEntry(null, name, null, name == "e"))];
        var config = new ImageConfig(GraphSketch.Here, ContainerConfig.Empty, [Digest.Of("1"u8), Digest.Of("2"u8)], [.. history], null, null);

        ImmutableArray<HistoryEntry> fitting = BaseHistory.Of(config);

        Assert.Equal(expected, string.Join(' ', fitting.Select(entry => entry.EmptyLayer ? "e" : entry.CreatedBy ?? "-")));
    }

    [Theory]
    [InlineData("application/vnd.docker.image.rootfs.diff.tar.gzip", MediaTypes.OciLayerGzip)]
    [InlineData("application/vnd.docker.image.rootfs.diff.tar.zstd", MediaTypes.OciLayerZstd)]
    [InlineData("application/vnd.docker.image.rootfs.diff.tar", MediaTypes.OciLayerTar)]
    [InlineData(MediaTypes.OciLayerZstd, MediaTypes.OciLayerZstd)]
    public void A_layer_of_a_Docker_manifest_has_the_type_of_an_OCI_manifest(string docker, string oci) => Assert.Equal(oci, MediaTypes.ToOciLayer(docker));

    [Fact]
    public async Task An_image_for_two_platforms_is_an_index()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        var one = new Platform("linux", "amd64");
        var two = new Platform("linux", "arm64", "v8");
        StepRef Chain(Platform platform) => sketch.Add(new WriteStep(
            sketch.Span(), "Api", platform, sketch.Add(new ScratchStep(sketch.Span(), "Api", platform)), "/arch", platform.Architecture, null, null));
        var target = new ImageTarget("Api", sketch.Span(), "api", [new ImageVariant(one, Chain(one)), new ImageVariant(two, Chain(two))], null, null);

        BuildResult result = await world.BuildAsync(sketch, target);

        ManifestDocument document = await world.Store.ReadManifestAsync(result.Images[0].Manifest, Ct);
        Assert.Equal([one, two], document.Index!.Manifests.Select(manifest => manifest.Platform!));
        Assert.Equal(result.Images[0].Manifest, await world.Store.ResolveAsync("api:latest", Ct));
    }

    [Fact]
    public async Task Two_folders_and_two_stores_give_one_manifest_digest()
    {
        var digests = new List<Digest>();
        for (int i = 0; i < 2; i++)
        {
            using BuildWorld world = await BuildWorld.CreateAsync();
            world.WriteContext("b/x.txt", "x");
            world.WriteContext("a/run.sh", "echo run");
            File.SetUnixFileMode(Path.Combine(world.Context, "b/x.txt"), i == 0 ? (UnixFileMode)0b110_000_000 : (UnixFileMode)0b110_110_110);
            File.SetLastWriteTimeUtc(Path.Combine(world.Context, "a/run.sh"), DateTime.UnixEpoch.AddDays(i * 1000));
            GraphSketch sketch = world.Sketch();
            StepRef copy = sketch.Copy(sketch.Base(), ".", "/data");
            StepRef run = sketch.Run(copy, "cd /data; date +%s > now; sha256sum a/run.sh b/x.txt > sums; ln sums more; mkfifo p; echo $$ > /dev/null; date -r a/run.sh >> sums; rm now");
            BuildResult result = await world.BuildAsync(sketch, sketch.Image("Api", run));
            digests.Add(result.Images[0].Manifest.Digest);
        }

        Assert.Equal(digests[0], digests[1]);
    }

    [Fact]
    public async Task A_layer_whose_blob_is_gone_is_compressed_again_to_the_same_bytes()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        ImageTarget target = sketch.Image("Api", sketch.Write(sketch.Base(), "/a", "a"));
        BuildResult first = await world.BuildAsync(sketch, target);
        File.Delete(Path.Combine(world.Store.Paths.Blobs, "sha256", first.Images[0].Variants[0].Layers[1].Blob.Digest.Hex));

        BuildResult second = await world.BuildAsync(sketch, target);

        Assert.Equal(first.Images[0].Manifest, second.Images[0].Manifest);
        Assert.True(await world.Store.ExistsAsync(second.Images[0].Variants[0].Layers[1].Blob, Ct));
    }

    [Fact]
    public async Task An_image_from_scratch_with_nothing_in_it_has_no_layer()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();

        BuildResult result = await world.BuildAsync(sketch, sketch.Image("Empty", sketch.Scratch()));

        Assert.Empty(result.Images[0].Variants[0].Layers);
    }
}
