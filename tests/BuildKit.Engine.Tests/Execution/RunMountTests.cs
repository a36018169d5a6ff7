using System.Text;
using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Tests.Execution;

public sealed class RunMountTests
{
    private const string Secret = "s3cr3t-t0ken-0f-a-test";

    [Fact]
    public async Task A_secret_is_seen_by_the_command_and_by_nothing_else()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.Environment["FEED_TOKEN"] = Secret;
        GraphSketch sketch = world.Sketch();
        var mount = new SecretMount("/run/secrets/feed", new SecretSource("feed", "FEED_TOKEN", null));
        StepRef run = sketch.Run(
            sketch.Base(),
            "test $(wc -c < /run/secrets/feed) = 22 && stat -c '%a %u' /run/secrets/feed && ! echo x > /run/secrets/feed",
            new RunOptions { Mounts = [mount] });
        var events = new EventRecorder();

        BuildResult result = await world.BuildAsync(sketch, events, noCache: false, sketch.Image("Api", run));

        Assert.Equal("400 0", events.OutputOf(run).Split('\n')[0]);
        world.Store.Dispose();
        AssertNowhere(world.Store.Paths.Root, Secret);
        Assert.Null(result.Steps.Single(step => step.Step == run).Layer);
        AssertNowhere("/dev/shm", Secret);
    }

    [Theory]
    [InlineData("missing.txt")]
    [InlineData("/dev/zero")]
    [InlineData("/etc")]
    public async Task A_secret_file_that_is_none_is_named(string path)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "true", new RunOptions { Mounts = [new SecretMount("/s", new SecretSource("file", null, path))] });

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("A", run)));

        Assert.Equal(ExecutionErrorCodes.SecretMissing, failure.Code);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_without_a_value_is_named()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        RunOptions options = new() { Mounts = [new SecretMount("/s", new SecretSource("feed", "NOT_SET", null))] };
        StepRef run = sketch.Run(sketch.Base(), "true", options);

        var unset = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("A", run)));

        Assert.Equal(ExecutionErrorCodes.SecretMissing, unset.Code);
        Assert.Contains("NOT_SET", unset.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_value_of_a_secret_runs_nothing_again()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(
            sketch.Base(), "test -s /s; echo used > /used", new RunOptions { Mounts = [new SecretMount("/s", new SecretSource("feed", "TOKEN", null))] });
        world.Environment["TOKEN"] = "one";
        await world.BuildAsync(sketch, sketch.Stage("A", run));
        world.Environment.Remove("TOKEN");
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", run));

        Assert.Equal(StepOutcome.Cached, events.EndOf(run).Outcome);
    }

    [Fact]
    public async Task A_cache_mount_survives_the_step_and_stays_out_of_the_layer()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        var options = new RunOptions { Mounts = [new CacheMount("/var/cache/x", "x", CacheSharing.Locked)] };
        StepRef first = sketch.Run(sketch.Base(), "echo kept > /var/cache/x/file", options);
        StepRef second = sketch.Run(first, "cat /var/cache/x/file; test ! -e /var/cache/other", options);
        var events = new EventRecorder();

        BuildResult result = await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", second));

        Assert.Equal("kept", events.OutputOf(second));
        Assert.Null(result.Steps.Single(step => step.Step == first).Layer);
    }

    [Fact]
    public async Task Runs_that_lock_one_cache_never_meet_in_it()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef start = sketch.Base();
        var options = new RunOptions { Mounts = [new CacheMount("/c", "c", CacheSharing.Locked)] };
        const string Script = "mkdir /c/busy; echo x >> /c/count; sleep 0.1; rmdir /c/busy";
        StepRef[] runs = [.. Enumerable.Range(0, 3).Select(number => sketch.Run(start, $"{Script} # {number}", options))];
        StepRef count = sketch.Run(start, "wc -l < /c/count", options with { NeverCache = true });

        await world.BuildAsync(sketch, [.. runs.Select((run, number) => sketch.Stage("R" + number, run))]);
        var events = new EventRecorder();
        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("Count", count));

        Assert.Equal("3", events.OutputOf(count));
    }

    [Fact]
    public async Task A_run_that_locks_a_cache_at_one_of_two_places_locks_it()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef start = sketch.Base();
        var options = new RunOptions { Mounts = [new CacheMount("/a", "c", CacheSharing.Shared), new CacheMount("/c", "c", CacheSharing.Locked)] };
        StepRef[] runs = [.. Enumerable.Range(0, 2).Select(number => sketch.Run(start, $"mkdir /c/busy; test -d /a/busy; sleep 0.3; rmdir /c/busy # {number}", options))];

        BuildResult result = await world.BuildAsync(sketch, [.. runs.Select((run, number) => sketch.Stage("R" + number, run))]);

        Assert.All(runs, run => Assert.Equal(StepOutcome.Ran, result.Steps.Single(step => step.Step == run).Outcome));
    }

    [Fact]
    public async Task Runs_that_want_a_private_cache_at_once_get_a_folder_each()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef start = sketch.Base();
        var options = new RunOptions
        {
            Mounts = [new CacheMount("/c", "c", CacheSharing.Private), new CacheMount("/meet", "meet", CacheSharing.Shared)],
            Timeout = TimeSpan.FromSeconds(60),
        };
        StepRef one = sketch.Run(start, "touch /c/here /meet/one; while [ ! -e /meet/two ]; do sleep 0.05; done; ls /c", options);
        StepRef two = sketch.Run(start, "touch /c/there /meet/two; while [ ! -e /meet/one ]; do sleep 0.05; done; ls /c", options);
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("One", one), sketch.Stage("Two", two));

        Assert.Equal("here", events.OutputOf(one));
        Assert.Equal("there", events.OutputOf(two));
    }

    [Fact]
    public async Task A_cache_belongs_to_the_user_of_the_run()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef start = sketch.Base();
        var options = new RunOptions { User = "app", Mounts = [new CacheMount("/c", "c", CacheSharing.Locked)] };
        StepRef run = sketch.Run(start, "echo mine > /c/mine && id -u && id -g && echo $HOME", options);
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", run));

        Assert.Equal("1654\n1654\n/home/app", events.OutputOf(run));
    }

    [Fact]
    public async Task A_bind_shows_files_of_the_context_and_of_a_stage_read_only()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("data/a.txt", "from context\n");
        GraphSketch sketch = world.Sketch();
        StepRef stage = sketch.Run(sketch.Base(), "mkdir /made && echo from stage > /made/b.txt");
        var options = new RunOptions
        {
            Mounts = [new BindMount("/ctx", ContextSource.Instance, "data"), new BindMount("/file", new StepSource(stage), "/made/b.txt")],
        };
        StepRef run = sketch.Run(sketch.Base(), "cat /ctx/a.txt /file; ! touch /ctx/new", options);
        var events = new EventRecorder();

        BuildResult result = await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", run));

        Assert.Contains("from context\nfrom stage", events.OutputOf(run), StringComparison.Ordinal);
        Assert.Null(result.Steps.Single(step => step.Step == run).Layer);
    }

    [Fact]
    public async Task A_bind_follows_a_link_inside_its_source_and_never_on_this_machine()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        string outside = Path.Combine(world.Folder, "outside.txt");
        File.WriteAllText(outside, "of this machine");
        File.CreateSymbolicLink(Path.Combine(world.Context, "link"), outside);
        GraphSketch sketch = world.Sketch();
        StepRef stage = sketch.Run(sketch.Base(), $"mkdir -p {world.Folder} && echo of the stage > {outside} && ln -s {outside} /link");
        StepRef inside = sketch.Run(sketch.Base(), "cat /m", new RunOptions { Mounts = [new BindMount("/m", new StepSource(stage), "/link")] });
        StepRef escape = sketch.Run(sketch.Base(), "cat /m", new RunOptions { Mounts = [new BindMount("/m", ContextSource.Instance, "link")] });
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", inside));
        var refused = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("B", escape)));

        Assert.Equal("of the stage", events.OutputOf(inside));
        Assert.Equal(ExecutionErrorCodes.NothingMatches, refused.Code);
    }

    [Fact]
    public async Task A_bind_of_a_stage_keeps_its_owners()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef stage = sketch.Run(sketch.Base(), "mkdir -m 700 /own && echo mine > /own/file && chmod 400 /own/file && chown -R app:app /own");
        StepRef run = sketch.Run(sketch.Base(), "cat /m/file", new RunOptions { User = "app", Mounts = [new BindMount("/m", new StepSource(stage), "/own")] });
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", run));

        Assert.Equal("mine", events.OutputOf(run));
    }

    [Fact]
    public async Task A_run_sees_only_its_own_environment_and_the_fixed_time()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.Environment["HTTP_PROXY"] = "http://proxy.example:3128";
        GraphSketch sketch = world.Sketch();
        StepRef alone = sketch.Run(sketch.Base(), "env | sort");
        StepRef networked = sketch.Run(sketch.Base(), "env | sort; cat /etc/resolv.conf > /dev/null", new RunOptions { Network = NetworkAccess.Host });
        var events = new EventRecorder();

        BuildResult result = await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", alone), sketch.Stage("B", networked));

        Assert.Contains("SOURCE_DATE_EPOCH=315532800", events.OutputOf(alone), StringComparison.Ordinal);
        Assert.Contains("HOME=/root", events.OutputOf(alone), StringComparison.Ordinal);
        Assert.DoesNotContain("PROXY", events.OutputOf(alone), StringComparison.Ordinal);
        Assert.Contains("HTTP_PROXY=http://proxy.example:3128", events.OutputOf(networked), StringComparison.Ordinal);
        Assert.All(result.Steps, step => Assert.Null(step.Layer));
    }

    private static void AssertNowhere(string folder, string text)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(text);
        foreach (string file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(wanted) < 0, file);
        }
    }
}
