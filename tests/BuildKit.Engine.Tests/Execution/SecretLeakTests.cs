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
