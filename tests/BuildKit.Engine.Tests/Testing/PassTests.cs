using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Engine.Testing;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using TestResult = BuildKit.Engine.Testing.TestResult;

namespace BuildKit.Engine.Tests.Testing;

/// <summary>Which tests run, and which are known to pass.</summary>
public sealed class PassTests
{
    [Fact]
    public async Task A_pass_is_known_for_the_same_image_and_steps_in_the_next_process_too()
    {
        using var world = await TestWorld.CreateAsync();
        TestResult first = await world.RunAsync("true", null, ("echo ran", null));
        world.Build.Reopen();
        TestResult second = await world.RunAsync("true", null, ("echo ran", null));
        Assert.Equal((TestOutcome.Passed, TestOutcome.Known), (first.Outcome, second.Outcome));
        Assert.False(world.Ran);
        Assert.Equal((first.Key, first.Manifest, first.Duration, first.Ended), (second.Key, second.Manifest, second.Duration, second.Ended));
        Assert.Equal(0, first.Ended.Ticks % TimeSpan.TicksPerSecond);
    }

    [Fact]
    public async Task A_pass_says_nothing_of_another_image_other_steps_or_another_port()
    {
        using var world = await TestWorld.CreateAsync();
        TestResult first = await world.RunAsync(TestWorld.Server, TestWorld.Ready(), ("true", null));
        TestResult image = await world.RunAsync("echo other; " + TestWorld.Server, TestWorld.Ready(), ("true", null));
        TestResult steps = await world.RunAsync(TestWorld.Server, TestWorld.Ready(), ("true", null), ("true", null));
        TestResult options = await world.RunAsync(TestWorld.Server, TestWorld.Ready(), ("true", new RunOptions { User = "app" }));
        TestResult noStart = await world.RunAsync(TestWorld.Server, null, ("true", null));
        Assert.All([first, image, steps, options, noStart], result => Assert.Equal(TestOutcome.Passed, result.Outcome));
        Assert.Equal(5, new[] { first, image, steps, options, noStart }.DistinctBy(result => result.Key).Count());
        Assert.Equal(TestOutcome.Known, (await world.RunAsync(TestWorld.Server, TestWorld.Ready(seconds: 99), ("true", new RunOptions { Timeout = TimeSpan.FromHours(1) }))).Outcome);
    }

    [Fact]
    public async Task What_a_step_mounts_is_part_of_what_passed()
    {
        using var world = await TestWorld.CreateAsync();
        var bind = new RunOptions { Mounts = [new BindMount("/check", ContextSource.Instance, "check.sh")] };
        world.Build.WriteContext("check.sh", "echo checked\n");
        world.Build.WriteContext("other.sh", "1\n");
        TestResult first = await world.RunAsync("true", null, ("sh /check", bind));
        Assert.Equal(["checked"], first.Output.Select(line => line.Text));
        world.Build.WriteContext("other.sh", "2\n");
        Assert.Equal(TestOutcome.Known, (await world.RunAsync("true", null, ("sh /check", bind))).Outcome);
        world.Build.WriteContext("check.sh", "echo checked again\n");
        Assert.Equal(["checked again"], (await world.RunAsync("true", null, ("sh /check", bind))).Output.Select(line => line.Text));
    }

    [Fact]
    public async Task Asked_to_a_known_test_runs_again_and_a_failure_then_takes_the_pass_away()
    {
        using var world = await TestWorld.CreateAsync();
        string flag = Path.Combine(world.Build.Folder, "secret");
        File.WriteAllText(flag, "0");
        var secret = new RunOptions { Mounts = [new SecretMount("/flag", new SecretSource("flag", null, flag))] };
        Assert.Equal(TestOutcome.Passed, (await world.RunAsync("true", null, ("exit $(cat /flag)", secret))).Outcome);
        File.WriteAllText(flag, "3");
        Assert.Equal(TestOutcome.Known, (await world.RunAsync("true", null, ("exit $(cat /flag)", secret))).Outcome);
        TestResult again = await world.RunAsync("true", null, again: true, BuildWorld.Ct, ("exit $(cat /flag)", secret));
        Assert.Equal(3, again.Failure?.ExitCode);
        Assert.Equal(TestOutcome.Failed, (await world.RunAsync("true", null, ("exit $(cat /flag)", secret))).Outcome);
    }

    [Fact]
    public async Task A_test_with_a_step_that_is_never_cached_always_runs()
    {
        using var world = await TestWorld.CreateAsync();
        var never = new RunOptions { NeverCache = true };
        Assert.Equal(TestOutcome.Passed, (await world.RunAsync("true", null, ("true", never))).Outcome);
        Assert.Equal(TestOutcome.Passed, (await world.RunAsync("true", null, ("true", never))).Outcome);
    }

    [Fact]
    public async Task A_damaged_pass_counts_as_none()
    {
        using var world = await TestWorld.CreateAsync();
        TestResult first = await world.RunAsync("true", null, ("true", null));
        string file = world.Build.Store.Paths.PassOf(first.Key);
        string content = File.ReadAllText(file);
        foreach (string damaged in (string[])["", content[..^5], "[]", content.Replace("\"platform\"", "\"plat\"", StringComparison.Ordinal)])
        {
            File.WriteAllText(file, damaged);
            Assert.Equal(TestOutcome.Passed, (await world.RunAsync("true", null, ("true", null))).Outcome);
        }

        Assert.Equal(TestOutcome.Known, (await world.RunAsync("true", null, ("true", null))).Outcome);
    }

    [Fact]
    public async Task A_step_that_fails_ends_its_test_but_no_other()
    {
        using var world = await TestWorld.CreateAsync();
        GraphSketch sketch = world.Build.Sketch();
        ImageTarget image = TestWorld.Image(sketch, "Api", TestWorld.Server);
        TestTarget bad = sketch.Test("Bad", image, TestWorld.Ready(), ("echo about to fail; exit 5", null), ("echo never", null));
        TestTarget good = sketch.Test("Good", image, TestWorld.Ready(), ("wget -qO- http://localhost:8080/page", null));
        TestTarget slow = sketch.Test("Slow", image, null, ("sleep 3600", new RunOptions { Timeout = TimeSpan.FromSeconds(1) }));
        BuildResult result = await world.BuildAsync(sketch, false, BuildWorld.Ct, image, bad, good, slow);
        Assert.Equal(["Bad", "Good", "Slow"], result.Tests.Select(test => test.Test.Name));
        Assert.Equal([TestOutcome.Failed, TestOutcome.Passed, TestOutcome.Failed], result.Tests.Select(test => test.Outcome));
        TestFailure? failure = result.Tests[0].Failure;
        Assert.Equal((ExecutionErrorCodes.CommandFailed, 5, bad.Steps[0]), (failure?.Cause.Code, failure?.ExitCode, failure?.Step));
        Assert.Equal(sketch.ToGraph()[bad.Steps[0]].Origin, failure?.Place);
        Assert.DoesNotContain("never", result.Tests[0].Output.Select(line => line.Text));
        Assert.Equal(ExecutionErrorCodes.CommandTimedOut, result.Tests[2].Failure?.Cause.Code);
    }

    [Fact]
    public async Task A_secret_is_blotted_out_of_what_a_test_prints_and_the_test_fails()
    {
        using var world = await TestWorld.CreateAsync();
        world.Build.Environment["TOKEN"] = "s3cr3t-value";
        var secret = new RunOptions { Mounts = [new SecretMount("/token", new SecretSource("TOKEN", "TOKEN", null))] };
        TestResult result = await world.RunAsync("true", null, ("cat /token", secret));
        Assert.Equal(["***"], result.Output.Select(line => line.Text));
        Assert.Equal((TestOutcome.Failed, ExecutionErrorCodes.SecretInOutput), (result.Outcome, result.Failure?.Cause.Code));
    }
}
