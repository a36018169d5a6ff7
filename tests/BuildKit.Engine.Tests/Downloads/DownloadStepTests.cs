using System.Formats.Tar;
using System.IO.Compression;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Collection;
using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Registry;

namespace BuildKit.Engine.Tests.Downloads;

public sealed class DownloadStepTests
{
    private static readonly byte[] Bytes = "#!/bin/sh\necho tool\n"u8.ToArray();

    [Fact]
    public async Task The_layer_is_the_one_that_Write_makes_and_a_known_one_downloads_nothing()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await using var server = new FileServer(Bytes);
        GraphSketch sketch = world.Sketch();
        BuildResult written = await world.BuildAsync(sketch, sketch.Image("Written", sketch.Add(
            new WriteStep(sketch.Span(), "Build", GraphSketch.Here, sketch.Base(), "/opt/bin/tool", "#!/bin/sh\necho tool\n", "1:2", 0x1ED))));

        GraphSketch downloads = world.Sketch();
        StepRef step = Download(downloads, downloads.Base(), server.Url, "/opt/bin/tool", owner: "1:2", mode: 0x1ED);
        ImageTarget target = downloads.Image("Tool", step);
        BuildResult result = await world.BuildAsync(downloads, target);
        Assert.Equal(written.Steps[^1].Layer, result.Steps[^1].Layer);
        Assert.Equal(StepOutcome.Ran, result.Steps[^1].Outcome);
        Assert.Single(server.Requests);

        // Not even where the file itself is gone.
        File.Delete(world.Store.Blobs.PathOf(Digest.Of(Bytes)));
        world.Reopen();
        Assert.Equal(StepOutcome.Cached, (await world.BuildAsync(downloads, target)).Steps[^1].Outcome);

        // And from wherever it comes.
        GraphSketch elsewhere = world.Sketch();
        StepRef other = Download(elsewhere, elsewhere.Base(), "https://elsewhere.example/x", "/opt/bin/tool", owner: "1:2", mode: 0x1ED);
        Assert.Equal(StepOutcome.Cached, (await world.BuildAsync(elsewhere, elsewhere.Image("Tool", other))).Steps[^1].Outcome);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_file_that_is_here_is_put_elsewhere_without_a_server()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        string url;
        await using (var server = new FileServer(Bytes))
        {
            url = server.Url;
            GraphSketch first = world.Sketch();
            await world.BuildAsync(first, first.Image("Tool", Download(first, first.Base(), url, "/one")));
            await new StoreCollector(world.Store).CollectAsync(new CollectionPolicy(null, null), BuildWorld.Ct);
        }

        GraphSketch second = world.Sketch();
        BuildResult result = await world.BuildAsync(second, second.Image("Tool", Download(second, second.Base(), url, "/two")));
        Assert.Equal("#!/bin/sh\necho tool\n", await world.ReadFileAsync(result, "two"));
    }

    [Fact]
    public async Task Other_bytes_are_told_with_both_digests_and_are_not_kept()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await using var server = new FileServer("other"u8.ToArray());
        GraphSketch sketch = world.Sketch();
        ImageTarget target = sketch.Image("Tool", Download(sketch, sketch.Base(), server.Url, "/tool"));
        StepFailedException failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, target));
        Assert.Equal(ExecutionErrorCodes.DownloadChanged, failure.Code);
        Assert.Contains(Digest.Of(Bytes).ToString(), failure.Message, StringComparison.Ordinal);
        Assert.Contains(Digest.Of("other"u8).ToString(), failure.Message, StringComparison.Ordinal);
        Assert.Contains($"buildkit update {server.Url}", failure.Advice, StringComparison.Ordinal);
        Assert.False(File.Exists(world.Store.Blobs.PathOf(Digest.Of("other"u8))));

        server.Content = Bytes;
        Assert.Equal(StepOutcome.Ran, (await world.BuildAsync(sketch, target)).Steps[^1].Outcome);
    }

    [Fact]
    public async Task An_archive_is_unpacked_through_the_stage_that_downloads_it()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        Directory.CreateDirectory(Path.Combine(world.Folder, "pack", "tool-1"));
        File.WriteAllText(Path.Combine(world.Folder, "pack", "tool-1", "readme"), "read me");
        using var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
        {
            TarFile.CreateFromDirectory(Path.Combine(world.Folder, "pack"), gzip, includeBaseDirectory: false);
        }

        byte[] content = archive.ToArray();
        await using var server = new FileServer(content);
        GraphSketch sketch = world.Sketch();
        StepRef stage = Download(sketch, sketch.Scratch(), server.Url, "/tool.tar.gz", content: Digest.Of(content));
        StepRef unpack = sketch.Add(new UnpackStep(sketch.Span(), "Build", GraphSketch.Here, sketch.Base(), new StepSource(stage), "tool.tar.gz", "/opt", 1, null));
        BuildResult result = await world.BuildAsync(sketch, sketch.Image("Tool", unpack));
        Assert.Equal("read me", await world.ReadFileAsync(result, "opt/readme"));
    }

    [Fact]
    public async Task A_graph_is_pinned_before_its_first_step_and_one_that_is_not_does_not_build()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await using var server = new FileServer(Bytes);
        GraphSketch sketch = world.Sketch();
        StepRef step = Download(sketch, sketch.Base(), server.Url, "/tool", isPinned: false);
        ImageTarget target = sketch.Image("Tool", step);
        StepFailedException failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, target));
        Assert.Equal(ExecutionErrorCodes.BaseNotPinned, failure.Code);

        using var client = new RegistryClient(RegistryOptions.Default);
        var sources = new BaseSources(world.Store, client, Path.Combine(world.Folder, "buildkit.lock"));
        BuildGraph known = await new BasePinning(new BaseResolver(sources, PullPolicy.Never), world.Folder).PinKnownAsync(sketch.ToGraph(), BuildWorld.Ct);
        Assert.Null(((DownloadStep)known[step]).Content);
        Assert.Empty(server.Requests);
        BuildGraph pinned = await new BasePinning(new BaseResolver(sources, PullPolicy.Missing), world.Folder).PinAsync(sketch.ToGraph(), [target], BuildWorld.Ct);
        Assert.Equal(Digest.Of(Bytes), ((DownloadStep)pinned[step]).Content);
    }

    private static StepRef Download(
        GraphSketch sketch, StepRef parent, string url, string path, string? owner = null, int? mode = null, Digest? content = null, bool isPinned = true) =>
        sketch.Add(new DownloadStep(sketch.Span(), sketch.Scope, GraphSketch.Here, parent, url, path, isPinned ? content ?? Digest.Of(Bytes) : null, owner, mode));
}
