using BuildKit.Engine.Events;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Tests.Execution;

public sealed class SecretLeakTests
{
    private const string Secret = "s3cr3t-t0ken-0f-a-test";

    [Theory]
    [InlineData("mkdir -p /etc/app; cat /s > /etc/app/token", "/etc/app/token")]
    [InlineData("echo \"token=$(cat /s);\" >> /etc/settings", "/etc/settings")]
    [InlineData("busybox dd if=/dev/zero of=/big bs=65530 count=1 2>/dev/null; cat /s >> /big; busybox dd if=/dev/zero bs=65530 count=1 2>/dev/null >> /big", "/big")]
    [InlineData("busybox base64 /s > /encoded", "/encoded")]
    [InlineData("{ echo -n x; cat /s; } | busybox base64 > /encoded", "/encoded")]
    [InlineData("{ echo -n user:; cat /s; echo -n ,; } | busybox base64 > /encoded", "/encoded")]
    [InlineData("touch \"/named-$(cat /s)\"", "/named-***")]
    [InlineData("mkdir -p /x; touch \"/x/$(busybox base64 /s)\"", "/x/***")]
    [InlineData("busybox ln -s \"to/$(cat /s)\" /link", "/link")]
    [InlineData("echo -n data | cat - /s > /a; busybox ln /a /b", "/a")]
    public async Task A_run_that_leaves_a_secret_in_its_layer_fails_with_the_path_and_nothing_is_kept(string script, string path)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.Environment["FEED_TOKEN"] = Secret + "\n";
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), script, WithSecret());

        StepFailedException failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Image("Api", run)));

        Assert.Equal("BK4140", failure.Code);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        Assert.StartsWith($"The command wrote the secret feed to {path}", failure.Message, StringComparison.Ordinal);
        AssertNowhere(world.Store.Paths.Layers);
        Assert.Empty(Directory.GetFileSystemEntries(world.Store.Paths.Results));
    }

    [Theory]
    [InlineData("busybox base64 /s | busybox sed 's/^.\\{9\\}/&\\n/' > /encoded", "/encoded")]
    [InlineData("{ printf 'a long line in front of it, to 52 characters, or so: '; cat /s; } | busybox base64 > /encoded", "/encoded")]
    public async Task Base64_that_breaks_its_lines_early_is_found(string script, string path) =>
        await A_run_that_leaves_a_secret_in_its_layer_fails_with_the_path_and_nothing_is_kept(script, path);

    [Theory]
    [InlineData("cat /s", true)]
    [InlineData("echo \"[$(cat /s)]\" >&2", true)]
    [InlineData("set -x; test $(cat /s) != x", true)]
    [InlineData("busybox head -c 7 /s", false)]
    [InlineData("cat /s > /dev/null", false)]
    public async Task A_run_that_prints_a_secret_fails_when_it_has_ended_and_nothing_is_kept(string script, bool fails)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.Environment["FEED_TOKEN"] = Secret + "\n";
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), script + "; echo done > /dev/stdout; echo > /file", WithSecret());
        var events = new EventRecorder();
        Task<BuildResult> build = world.BuildAsync(sketch, events, noCache: false, sketch.Image("Api", run));
        if (!fails)
        {
            await build;
            return;
        }

        StepFailedException failure = await Assert.ThrowsAsync<StepFailedException>(() => build);
        Assert.Equal(ExecutionErrorCodes.SecretInOutput, failure.Code);
        Assert.Contains("printed the secret feed", failure.Message, StringComparison.Ordinal);
        Assert.Contains(failure.Output, line => line.Contains("***", StringComparison.Ordinal));
        Assert.Contains("done", failure.Output);
        Assert.DoesNotContain(Secret, failure + string.Join('\n', failure.Output) + events.OutputOf(run), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(world.Store.Paths.Results));
    }

    [Theory]
    [InlineData("abc1234", "abc1234", "***", false)]
    [InlineData("abc", "abc", "abc", false)]
    [InlineData("-----BEGIN KEY-----\nMIIBVgIBADANBgkqhkiG9w0BAQ\n-----END KEY-----\n", "-----BEGIN KEY-----", "***", false)]
    [InlineData("-----BEGIN KEY-----\nMIIBVgIBADANBgkqhkiG9w0BAQ\n-----END KEY-----\n", "<MIIBVgIBADANBgkqhkiG9w0BAQ>", "<***>", true)]
    [InlineData("user=me\npassword=hunter2x\n", "user=me", "***", false)]
    [InlineData("user=me\npassword=hunter2x\n", "password=hunter2x", "***", true)]
    public void What_is_blotted_out_has_four_characters_and_what_fails_the_run_eight_that_tell(string secret, string line, string shown, bool fails)
    {
        var lines = new List<string>();
        var output = new RunOutput((_, text) => lines.Add(text), [new KnownSecret("name", System.Text.Encoding.UTF8.GetBytes(secret))]);

        output.OnLine(OutputStream.Stdout, line);

        Assert.Equal([shown], lines);
        Assert.Equal(fails ? "name" : null, output.Shown);
    }

    [Fact]
    public async Task A_command_that_failed_by_itself_is_told_as_such_with_the_secret_blotted_out()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.Environment["FEED_TOKEN"] = Secret;
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "cat /s; exit 3", WithSecret());

        StepFailedException failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Image("Api", run)));

        Assert.Equal(("BK4204", "***"), (failure.Code, failure.Output[0]));
    }

    [Theory]
    [InlineData("cat /s > /dev/null; busybox sha256sum /s > /sum")]
    [InlineData("cat /s > /token; busybox rm /token")]
    [InlineData("cat /s > /cache/token")]
    [InlineData("cut -c 1-7 /s > /part")]
    public async Task What_is_not_in_the_layer_is_no_leak(string script)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.Environment["FEED_TOKEN"] = Secret;
        GraphSketch sketch = world.Sketch();
        RunOptions options = WithSecret();
        StepRef run = sketch.Run(
            sketch.Base(), script.Replace("cut ", "busybox cut ", StringComparison.Ordinal), options with { Mounts = [.. options.Mounts, new TmpfsMount("/cache", null)] });

        await world.BuildAsync(sketch, sketch.Image("Api", run));
    }

    [Fact]
    public async Task A_run_without_the_secret_may_write_the_same_bytes()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.Environment["FEED_TOKEN"] = Secret;
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Run(sketch.Base(), "true", WithSecret()), $"echo {Secret} > /same");

        await world.BuildAsync(sketch, sketch.Image("Api", run));
    }

    private static RunOptions WithSecret() => new() { Mounts = [new SecretMount("/s", new SecretSource("feed", "FEED_TOKEN", null))] };

    private static void AssertNowhere(string folder) => Assert.DoesNotContain(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains(Secret, StringComparison.Ordinal));
}
