using BuildKit.Engine.Events;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Engine.Testing;
using BuildKit.Graph.Steps;
using TestResult = BuildKit.Engine.Testing.TestResult;

namespace BuildKit.Engine.Tests.Testing;

/// <summary>A test starts its image, waits for it, and runs its steps beside it.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task Steps_reach_the_service_that_the_images_own_entrypoint_started()
    {
        using var world = await TestWorld.CreateAsync();
        TestResult result = await world.RunAsync(TestWorld.Server, TestWorld.Ready(), ("wget -qO- http://localhost:8080/page; cat /etc/motd", null));
        Assert.Null(result.Failure);
        Assert.Equal(TestOutcome.Passed, result.Outcome);
        Assert.Equal(["ready to serve"], TestWorld.Lines(result, null));
        Assert.Equal(["served", "hello"], TestWorld.Lines(result, result.Test.Steps[0]));
        Assert.Equal(result.Image.Manifest.Digest, result.Manifest);
        Assert.Equal(
            result.Output, world.Events.Events.OfType<TestPrinted>().Select(printed => printed.Line));
        Assert.IsType<TestCompleted>(world.Events.Events[^1]);
    }

    [Fact]
    public async Task A_step_finds_what_the_step_before_it_wrote_and_nothing_of_the_service()
    {
        using var world = await TestWorld.CreateAsync();
        TestResult result = await world.RunAsync(
            TestWorld.Server, TestWorld.Ready(), ("echo left >/tmp/left; rm /etc/motd; ! test -e /www", null), ("cat /tmp/left; ! test -e /etc/motd", null), ("cat /tmp/left", null));
        Assert.Null(result.Failure?.Cause);
        Assert.Equal(["left"], TestWorld.Lines(result, result.Test.Steps[2]));
        Assert.DoesNotContain(Directory.EnumerateDirectories(world.Build.Store.ScratchFolder), folder => Path.GetFileName(folder).StartsWith("files-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_never_listens_is_told_with_the_ports_that_it_does_listen_on()
    {
        using var world = await TestWorld.CreateAsync();
        TestResult result = await world.RunAsync(TestWorld.Server, TestWorld.Ready(9090, seconds: 3), ("echo never", null));
        Assert.Equal(TestOutcome.Failed, result.Outcome);
        Assert.Equal(ExecutionErrorCodes.ServiceNotReady, result.Failure?.Cause.Code);
        Assert.Equal("The service did not listen on port 9090 within 3 s. It listens on 8080.", result.Failure?.Cause.Message);
        Assert.Null(result.Failure?.Step);
        Assert.Empty(TestWorld.Lines(result, result.Test.Steps[0]));
    }

    [Fact]
    public async Task A_service_that_ends_before_it_is_ready_is_told_at_once_with_its_code_and_output()
    {
        using var world = await TestWorld.CreateAsync();
        TestResult result = await world.RunAsync("echo no configuration >&2; exit 7", TestWorld.Ready(seconds: 3600), ("true", null));
        Assert.Equal(ExecutionErrorCodes.ServiceEnded, result.Failure?.Cause.Code);
        Assert.Equal("The service exited with code 7 before it was ready.", result.Failure?.Cause.Message);
        Assert.Equal(7, result.Failure?.ExitCode);
        Assert.Equal([new TestLine(null, OutputStream.Stderr, "no configuration")], result.Output);
    }

    [Fact]
    public async Task A_service_that_crashes_while_a_step_runs_ends_the_step()
    {
        using var world = await TestWorld.CreateAsync();
        TestResult result = await world.RunAsync(
            "httpd -p 8080 -h /bin; until test \"$(cat /proc/net/tcp /proc/net/tcp6 | wc -l)\" -gt 3; do sleep 0.1; done; kill -SEGV $$",
            TestWorld.Ready(), ("httpd -p 8081 -h /bin; sleep 3600", null));
        Assert.Equal(ExecutionErrorCodes.ServiceEnded, result.Failure?.Cause.Code);
        Assert.Contains("was ended by signal 11 while 'Run httpd", result.Failure?.Cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_ends_well_before_the_steps_are_done_has_failed_too()
    {
        using var world = await TestWorld.CreateAsync();
        TestResult result = await world.RunAsync("httpd -p 8080 -h /bin; sleep 0.2; exit 0", TestWorld.Ready(), ("sleep 3600", null));
        Assert.Equal("The service exited with code 0 while 'Run sleep 3600' ran.", result.Failure?.Cause.Message);
    }

    [Fact]
    public async Task An_image_that_names_no_program_cannot_be_started()
    {
        using var world = await TestWorld.CreateAsync();
        GraphSketch sketch = world.Build.Sketch();
        var image = TestWorld.Image(sketch, "Api", entrypoint: null);
        var test = sketch.Test("Smoke", image, TestWorld.Ready(), ("true", null));
        TestResult result = (await world.BuildAsync(sketch, false, BuildWorld.Ct, image, test)).Tests.Single();
        Assert.Equal(ExecutionErrorCodes.CommandMissing, result.Failure?.Cause.Code);
    }

    [Fact]
    public async Task A_program_that_is_not_in_the_image_is_a_failure_of_the_service()
    {
        using var world = await TestWorld.CreateAsync();
        GraphSketch sketch = world.Build.Sketch();
        var image = sketch.Image("Api", sketch.Config(sketch.Base(), new Graph.Configuration.SetEntrypoint(["/bin/absent"], KeepsCommand: false)));
        var test = sketch.Test("Smoke", image, TestWorld.Ready(), ("true", null));
        TestResult result = (await world.BuildAsync(sketch, false, BuildWorld.Ct, image, test)).Tests.Single();
        Assert.Equal(ExecutionErrorCodes.ProgramNotStarted, result.Failure?.Cause.Code);
    }

    [Fact]
    public async Task Cancelling_ends_the_service_and_the_step_and_leaves_nothing()
    {
        using var world = await TestWorld.CreateAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(BuildWorld.Ct);
        string mark = System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture);
        GraphSketch sketch = world.Build.Sketch();
        var image = TestWorld.Image(sketch, "Api", $"(sleep {mark} &); {TestWorld.Server}");
        var test = sketch.Test("Smoke", image, TestWorld.Ready(), ($"echo up; sleep {mark}", null));
        world.Events.Happened += happened =>
        {
            if (happened is TestPrinted { Line: { Step: not null, Text: "up" } })
            {
                cancel.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.BuildAsync(sketch, false, cancel.Token, image, test));
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc"), folder => CommandLineOf(folder).Contains(mark, StringComparison.Ordinal));
        Assert.DoesNotContain(world.Events.Events, happened => happened is TestCompleted);
    }

    private static string CommandLineOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return ""; // no process, or gone meanwhile
        }
    }
}
