using BuildKit.Engine.Events;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Tests.Execution;

public sealed class SecretVariableTests
{
    private const string Secret = "s3cr3t-t0ken-0f-a-test";

    [Fact]
    public async Task A_secret_is_a_variable_of_its_run_and_nowhere_else()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.Environment["FEED_TOKEN"] = Secret + "\n";
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "printf %s \"$TOKEN\" | busybox sha256sum > /sum; busybox sha256sum /s >> /sum", WithVariable("TOKEN", "/s"));
        StepRef next = sketch.Run(run, "echo \"${TOKEN-unset}\"");
        var events = new EventRecorder();

        BuildResult result = await world.BuildAsync(sketch, events, noCache: false, sketch.Image("Api", next));

        // The line end at its end is the secret's, too.
        string sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Secret + "\n")));
        Assert.Equal($"{sum}  -\n{sum}  /s\n", await world.ReadFileAsync(result, "sum"));
        Assert.Equal("unset", events.OutputOf(next).TrimEnd());
        world.Store.Dispose();
        AssertNowhere(world.Store.Paths.Root);
        AssertNowhere("/dev/shm");
    }

    [Fact]
    public async Task Another_value_of_the_variable_runs_nothing_again_and_another_secret_or_name_does()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        async Task<StepOutcome> OutcomeAsync(string name, string id, string value)
        {
            world.Environment["FEED_TOKEN"] = value;
            GraphSketch sketch = world.Sketch();
            StepRef run = sketch.Run(sketch.Base(), "env > /dev/null", new RunOptions { SecretVariables = [new SecretVariable(name, new SecretSource(id, "FEED_TOKEN", null))] });
            BuildResult result = await world.BuildAsync(sketch, sketch.Stage("A", run));
            return result.Steps.Single(step => step.Step == run).Outcome;
        }

        Assert.Equal(StepOutcome.Ran, await OutcomeAsync("TOKEN", "feed", "one"));
        Assert.Equal(StepOutcome.Cached, await OutcomeAsync("TOKEN", "feed", "two"));
        Assert.Equal(StepOutcome.Ran, await OutcomeAsync("OTHER", "feed", "one"));
        Assert.Equal(StepOutcome.Ran, await OutcomeAsync("TOKEN", "other", "one"));
    }

    [Fact]
    public async Task The_variable_takes_the_place_of_one_that_the_image_has_or_that_every_run_gets()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.Environment["FEED_TOKEN"] = "/home/of/it";
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(
            sketch.Base(), "test $(env | busybox grep -c ^HOME=) = 1 && test \"$HOME\" = /home/of/it", new RunOptions { SecretVariables = [new SecretVariable("HOME", new SecretSource("feed", "FEED_TOKEN", null))] });

        await world.BuildAsync(sketch, sketch.Stage("A", run));
    }

    [Theory]
    [InlineData(new byte[] { 65, 0, 66 }, "NUL")]
    [InlineData(new byte[] { 65, 66, 67, 0xFF, 68 }, "no UTF-8")]
    public async Task What_no_variable_can_hold_is_refused_and_not_shown(byte[] value, string why)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await File.WriteAllBytesAsync(Path.Combine(world.Folder, "token"), value, BuildWorld.Ct);
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "true", new RunOptions { SecretVariables = [new SecretVariable("TOKEN", new SecretSource("feed", null, "token"))] });

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("A", run)));

        Assert.Equal(ExecutionErrorCodes.SecretNoVariable, failure.Code);
        Assert.Contains($"The secret feed cannot be the variable TOKEN: it", failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_the_kernel_takes_for_no_variable_is_refused()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "test ${#TOKEN} = ${#TOKEN}", new RunOptions { SecretVariables = [new SecretVariable("TOKEN", new SecretSource("feed", "FEED_TOKEN", null))] });
        world.Environment["FEED_TOKEN"] = new string('x', (128 * 1024) - "TOKEN=".Length - 1);
        await world.BuildAsync(sketch, new EventRecorder(), noCache: true, sketch.Stage("A", run));

        world.Environment["FEED_TOKEN"] += "x";
        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, new EventRecorder(), noCache: true, sketch.Stage("A", run)));

        Assert.Equal(ExecutionErrorCodes.SecretNoVariable, failure.Code);
        Assert.Contains("131066 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public async Task An_OCI_runtime_gets_the_variable_and_the_store_does_not(string runtime)
    {
        string? program = new[] { "/usr/sbin/", "/usr/bin/" }.Select(folder => folder + runtime).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, runtime + " is not installed");
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.Environment["FEED_TOKEN"] = Secret;

        // What looks at the disk while the runtime's bundle is there.
        string wrapper = Path.Combine(world.Folder, runtime);
        string found = Path.Combine(world.Folder, "found");
        await File.WriteAllTextAsync(
            wrapper,
            $"#!/bin/sh\ngrep -rlsF {Secret} {world.Store.Paths.Root} > {found}\ngrep -rlsF {Secret} /dev/shm > {found}.memory\n{program} \"$@\"\nend=$?\ngrep -rlsF {Secret} {world.Store.Paths.Root} >> {found}\nexit $end\n",
            BuildWorld.Ct);
        File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        world.Sandbox = new OciRuntimeSandbox(SandboxLauncher.Find(), wrapper, world.Store.ScratchFolder);
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), $"test \"$TOKEN\" = $(cat /s) && test ${{#TOKEN}} = {Secret.Length}", WithVariable("TOKEN", "/s"));

        await world.BuildAsync(sketch, sketch.Image("Api", run));

        Assert.Empty(await File.ReadAllTextAsync(found, BuildWorld.Ct));
        Assert.Contains("config.json", await File.ReadAllTextAsync(found + ".memory", BuildWorld.Ct), StringComparison.Ordinal);
        AssertNowhere("/dev/shm");
    }

    private static RunOptions WithVariable(string name, string path)
    {
        var source = new SecretSource("feed", "FEED_TOKEN", null);
        return new RunOptions { Mounts = [new SecretMount(path, source)], SecretVariables = [new SecretVariable(name, source)] };
    }

    private static void AssertNowhere(string folder) => Assert.DoesNotContain(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains(Secret, StringComparison.Ordinal));
}
