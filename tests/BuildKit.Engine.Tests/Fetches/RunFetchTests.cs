using BuildKit.Engine.Bases;
using BuildKit.Engine.Events;
using BuildKit.Engine.Fetches;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Lock;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Engine.Tests.Fetches;

/// <summary>Runs with a list of hosts, in the real sandbox, and <c>buildkit.lock</c>.</summary>
public sealed class RunFetchTests
{
    [Fact]
    public async Task A_run_reaches_the_listed_host_and_the_lock_says_what_it_fetched()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await using var origin = new Origin();
        origin.Serve("/file", "content");
        (GraphSketch sketch, StepRef run) = Fetching(world, $"busybox wget -qO /file {origin.Url}/file; env > /env; ls -l /etc/resolv.conf > /resolver 2>&1 || true", $"localhost:{origin.Port}");

        BuildResult result = await BuildAsync(world, sketch, sketch.Image("Api", run));

        Assert.Equal("content", await world.ReadFileAsync(result, "file"));
        Assert.Contains("http_proxy=http://127.0.0.1:", await world.ReadFileAsync(result, "env"), StringComparison.Ordinal);
        Assert.Contains("No such file", await world.ReadFileAsync(result, "resolver"), StringComparison.Ordinal);
        Image image = await Image.LoadAsync(world.Store, result.Images[0].Variants[0].Manifest, BuildWorld.Ct);
        Assert.DoesNotContain(image.Config.Config.Env, variable => variable.Name.Contains("proxy", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(new Dictionary<string, Digest> { [origin.Url + "/file"] = Digest.Of("content"u8) }, LockOf(world).Fetches);
    }

    [Fact]
    public async Task A_host_by_https_is_reached_and_its_certificate_is_verified_by_the_proxy()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        using var trusted = new ProxyAuthority();
        await using var origin = new Origin(trusted);
        origin.Serve("/file", "content");
        Trust(world, trusted);
        (GraphSketch sketch, StepRef run) = Fetching(world, $"busybox wget -qO /file {origin.Url}/file", $"localhost:{origin.Port}");

        BuildResult result = await BuildAsync(world, sketch, sketch.Image("Api", run));

        Assert.Equal("content", await world.ReadFileAsync(result, "file"));
        Assert.Equal([origin.Url + "/file"], LockOf(world).Fetches.Keys);
    }

    [Fact]
    public async Task Curl_in_the_run_speaks_tls_with_the_proxy_and_trusts_it_by_its_variables()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        using var trusted = new ProxyAuthority();
        await using var origin = new Origin(trusted);
        origin.Serve("/file", "content");
        Trust(world, trusted);
        GraphSketch sketch = world.Sketch();
        StepRef step = sketch.Base();
        foreach (string file in await HostProgram.FilesOfAsync("/usr/bin/curl"))
        {
            world.WriteContext("host" + file, "");
            File.Copy(file, Path.Combine(world.Context, "host" + file), overwrite: true);
        }

        step = sketch.Copy(step, "host", "/");
        step = sketch.Run(step, $"/usr/bin/curl -sS --fail -o /file {origin.Url}/file", OptionsOf($"localhost:{origin.Port}"));

        BuildResult result = await BuildAsync(world, sketch, sketch.Image("Api", step));

        Assert.Equal("content", await world.ReadFileAsync(result, "file"));
        Assert.Equal([origin.Url + "/file"], LockOf(world).Fetches.Keys);
    }

    [Fact]
    public async Task Another_host_is_refused_and_the_error_names_it()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await using var origin = new Origin();
        origin.Serve("/file", "content");
        (GraphSketch sketch, StepRef run) = Fetching(world, $"busybox wget -qO /file {origin.Url}/file", "example.com");

        StepFailedException failure = await Assert.ThrowsAsync<StepFailedException>(() => BuildAsync(world, sketch, sketch.Image("Api", run)));

        Assert.Equal("BK4204", failure.Code);
        Assert.StartsWith($"The run asked for localhost:{origin.Port}, which is not in network: [\"example.com\"].", failure.Advice, StringComparison.Ordinal);
        Assert.Empty(origin.Requests);
        Assert.False(File.Exists(Path.Combine(world.Folder, "buildkit.lock")));
    }

    [Fact]
    public async Task Past_the_proxy_nothing_is_reached()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await using var origin = new Origin();
        origin.Serve("/file", "content");
        string script = $"unset http_proxy; ! busybox wget -qO /a http://127.0.0.1:{origin.Port}/file; ! busybox wget -T 2 -qO /b http://192.0.2.1/; busybox ls /sys/class/net > /devices";
        (GraphSketch sketch, StepRef run) = Fetching(world, script, $"localhost:{origin.Port}");

        BuildResult result = await BuildAsync(world, sketch, sketch.Image("Api", run));

        Assert.Equal("lo\n", await world.ReadFileAsync(result, "devices"));
        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task With_locked_a_run_gets_what_the_lock_has_and_fails_with_the_address_otherwise()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await using var origin = new Origin();
        origin.Serve("/file", "content");
        (GraphSketch sketch, StepRef run) = Fetching(world, $"busybox wget -qO /file {origin.Url}/file || true", $"localhost:{origin.Port}");
        var image = sketch.Image("Api", run);

        StepFailedException missing = await Assert.ThrowsAsync<StepFailedException>(() => BuildAsync(world, sketch, image, PullPolicy.Locked));
        Assert.Equal("BK4276", missing.Code);
        Assert.Contains(origin.Url + "/file", missing.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(world.Folder, "buildkit.lock")));

        await BuildAsync(world, sketch, image);
        await BuildAsync(world, sketch, image, PullPolicy.Locked, noCache: true);
        origin.Serve("/file", "changed");
        StepFailedException changed = await Assert.ThrowsAsync<StepFailedException>(() => BuildAsync(world, sketch, image, PullPolicy.Locked, noCache: true));
        Assert.Equal("BK4277", changed.Code);
        Assert.Contains(Digest.Of("content"u8).ToString(), changed.Message, StringComparison.Ordinal);
        Assert.Contains(Digest.Of("changed"u8).ToString(), changed.Message, StringComparison.Ordinal);

        // What failed was not kept in place of what is known.
        BuildResult cached = await BuildAsync(world, sketch, image, PullPolicy.Locked);
        Assert.Equal("content", await world.ReadFileAsync(cached, "file"));
    }

    [Fact]
    public async Task A_changed_file_is_told_and_written_and_a_cached_step_leaves_the_lock_alone()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await using var origin = new Origin();
        origin.Serve("/file", "content");
        (GraphSketch sketch, StepRef run) = Fetching(world, $"busybox wget -qO /file {origin.Url}/file", $"localhost:{origin.Port}");
        var image = sketch.Image("Api", run);
        await BuildAsync(world, sketch, image);
        string before = File.ReadAllText(Path.Combine(world.Folder, "buildkit.lock"));
        origin.Serve("/file", "changed");

        await BuildAsync(world, sketch, image);
        Assert.Equal(before, File.ReadAllText(Path.Combine(world.Folder, "buildkit.lock")));

        var events = new EventRecorder();
        await BuildAsync(world, sketch, image, noCache: true, events: events);
        Assert.Contains($"{origin.Url}/file gave {Digest.Of("changed"u8)}, and {Digest.Of("content"u8)} before", events.OutputOf(run), StringComparison.Ordinal);
        Assert.Equal(Digest.Of("changed"u8), LockOf(world).Fetches[origin.Url + "/file"]);
    }

    [Fact]
    public async Task A_failed_run_writes_nothing_into_the_lock()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await using var origin = new Origin();
        origin.Serve("/file", "content");
        (GraphSketch sketch, StepRef run) = Fetching(world, $"busybox wget -qO /file {origin.Url}/file; false", $"localhost:{origin.Port}");
        await Assert.ThrowsAsync<StepFailedException>(() => BuildAsync(world, sketch, sketch.Image("Api", run)));
        Assert.Single(origin.Requests);
        Assert.False(File.Exists(Path.Combine(world.Folder, "buildkit.lock")));
    }

    [Fact]
    public async Task An_address_with_a_secret_of_the_run_is_not_written_down()
    {
        const string secret = "s3cr3t-t0ken";
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.Environment["FEED_TOKEN"] = secret;
        await using var origin = new Origin();
        origin.Serve($"/feed/{secret}/file", "content");
        GraphSketch sketch = world.Sketch();
        RunOptions options = OptionsOf($"localhost:{origin.Port}") with { Mounts = [new SecretMount("/s", new SecretSource("feed", "FEED_TOKEN", null))] };
        StepRef run = sketch.Run(sketch.Base(), $"busybox wget -qO /file {origin.Url}/feed/$(cat /s)/file", options);

        BuildResult result = await BuildAsync(world, sketch, sketch.Image("Api", run));

        Assert.Equal("content", await world.ReadFileAsync(result, "file"));
        Assert.False(File.Exists(Path.Combine(world.Folder, "buildkit.lock")));
    }

    [Fact]
    public async Task A_file_of_authorities_without_one_is_told()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.Environment["SSL_CERT_FILE"] = Path.Combine(world.Folder, "empty.pem");
        File.WriteAllText(world.Environment["SSL_CERT_FILE"], "none\n");
        (GraphSketch sketch, StepRef run) = Fetching(world, "true", "example.com");
        StepFailedException failure = await Assert.ThrowsAsync<StepFailedException>(() => BuildAsync(world, sketch, sketch.Image("Api", run)));
        Assert.Equal("BK4150", failure.Code);
        Assert.Contains("empty.pem", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_steps_at_once_write_both_what_they_fetched()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await using var origin = new Origin();
        origin.Serve("/a", "a");
        origin.Serve("/b", "b");
        GraphSketch sketch = world.Sketch();
        StepRef start = sketch.Base();
        StepRef[] runs = [.. new[] { "a", "b" }.Select(name => sketch.Run(start, $"busybox wget -qO /{name} {origin.Url}/{name}", OptionsOf($"localhost:{origin.Port}")))];

        await BuildAsync(world, sketch, sketch.Image("A", runs[0]), sketch.Image("B", runs[1]));

        Assert.Equal([origin.Url + "/a", origin.Url + "/b"], LockOf(world).Fetches.Keys);
    }

    private static (GraphSketch Sketch, StepRef Run) Fetching(BuildWorld world, string script, params string[] hosts)
    {
        GraphSketch sketch = world.Sketch();
        return (sketch, sketch.Run(sketch.Base(), script, OptionsOf(hosts)));
    }

    private static RunOptions OptionsOf(params string[] hosts) => new()
    {
        Network = NetworkAccess.To(hosts.Select(text => HostPattern.TryParse(text, out HostPattern host) ? host : throw new ArgumentException(text))),
    };

    private static void Trust(BuildWorld world, ProxyAuthority authority)
    {
        string file = Path.Combine(world.Folder, "trusted.pem");
        File.WriteAllText(file, authority.Pem + "\n");
        world.Environment["SSL_CERT_FILE"] = file;
    }

    private static LockFile LockOf(BuildWorld world)
    {
        LockParseResult result = LockFile.Parse(new SourceText("buildkit.lock", File.ReadAllText(Path.Combine(world.Folder, "buildkit.lock"))));
        Assert.Null(result.Error);
        return result.Lock;
    }

    private static Task<BuildResult> BuildAsync(BuildWorld world, GraphSketch sketch, params BuildKit.Graph.Targets.Target[] images) =>
        BuildAsync(world, sketch, images, PullPolicy.Missing, noCache: false, new EventRecorder());

    private static Task<BuildResult> BuildAsync(
        BuildWorld world, GraphSketch sketch, BuildKit.Graph.Targets.Target image, PullPolicy policy = PullPolicy.Missing, bool noCache = false, EventRecorder? events = null) =>
        BuildAsync(world, sketch, [image], policy, noCache, events ?? new EventRecorder());

    private static async Task<BuildResult> BuildAsync(
        BuildWorld world, GraphSketch sketch, BuildKit.Graph.Targets.Target[] images, PullPolicy policy, bool noCache, EventRecorder events)
    {
        using var registries = new RegistryClient(RegistryOptions.Default);
        var fetches = new FetchLock(new BaseSources(world.Store, registries, Path.Combine(world.Folder, "buildkit.lock")), policy);
        return await world.BuildAsync(sketch, events, request => request with { Fetches = fetches, NoCache = noCache }, BuildWorld.Ct, images);
    }
}
