using System.Collections.Immutable;
using BuildKit.Engine.Events;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Tests.Execution;

/// <summary>Runs that use a real ssh-agent by real programs of OpenSSH.</summary>
public sealed class SshTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("bk-ssh-").FullName;
    private BuildWorld world = null!;
    private SshAgentProcess agent = null!;

    public async ValueTask InitializeAsync()
    {
        world = await BuildWorld.CreateAsync();
        agent = await SshAgentProcess.StartAsync(folder);
        foreach (string program in new[] { "/usr/bin/ssh-add", "/usr/bin/ssh-keygen" })
        {
            await SshAgentProcess.CopyProgramAsync(program, world.Context);
        }
    }

    public ValueTask DisposeAsync()
    {
        agent?.Dispose();
        world?.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("embedded", "0")]
    [InlineData("embedded", "app")]
    [InlineData("runc", "app")]
    [InlineData("crun", "app")]
    public async Task A_run_of_any_user_signs_with_a_key_that_it_does_not_see(string runtime, string user)
    {
        if (runtime != "embedded")
        {
            Assert.SkipUnless(File.Exists("/usr/sbin/" + runtime) || File.Exists("/usr/bin/" + runtime), runtime + " is not installed");
            world.Sandbox = new OciRuntimeSandbox(SandboxLauncher.Find(), runtime, world.Store.ScratchFolder);
        }

        world.Environment["SSH_AUTH_SOCK"] = agent.Socket;
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(
            WithPrograms(sketch),
            "/usr/bin/ssh-add -L > /tmp/key.pub; echo hello > /tmp/text; /usr/bin/ssh-keygen -q -Y sign -n test -f /tmp/key.pub /tmp/text; stat -c '%a %u' $SSH_AUTH_SOCK",
            new RunOptions { Mounts = [new SshMount(SshMount.DefaultTarget, SshMount.DefaultId)], User = user });
        var events = new EventRecorder();

        BuildResult result = await ShownAsync(world.BuildAsync(sketch, events, noCache: false, sketch.Image("Api", run)));

        Assert.Equal(agent.PublicKey, await world.ReadFileAsync(result, "tmp/key.pub"));
        Assert.Equal($"600 {(user == "app" ? 1654 : 0)}", events.OutputOf(run).TrimEnd());
        string signature = Path.Combine(folder, "text.sig");
        string text = Path.Combine(folder, "text");
        await File.WriteAllTextAsync(signature, await world.ReadFileAsync(result, "tmp/text.sig"), BuildWorld.Ct);
        await File.WriteAllTextAsync(text, "hello\n", BuildWorld.Ct);
        await agent.RunAsync("sh", "-c", $"ssh-keygen -Y check-novalidate -n test -s {signature} < {text}");

        // Of the socket nothing is left, neither in the layer nor on the machine.
        StepRef next = sketch.Run(run, "test ! -e /run/buildkit && test -z \"$SSH_AUTH_SOCK\"");
        await world.BuildAsync(sketch, sketch.Stage("After", next));
        Assert.Empty(Directory.GetDirectories("/dev/shm", $"buildkit-secrets-{world.Store.Locks.Id}-*"));
    }

    [Fact]
    public async Task A_run_can_neither_remove_nor_add_nor_lock_keys()
    {
        world.Environment["SSH_AUTH_SOCK"] = agent.Socket;
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(
            WithPrograms(sketch),
            "! /usr/bin/ssh-add -D && /usr/bin/ssh-keygen -q -t ed25519 -N '' -f /tmp/own && ! /usr/bin/ssh-add /tmp/own && /usr/bin/ssh-add -L | wc -l",
            new RunOptions { Mounts = [new SshMount("/agent", SshMount.DefaultId)] });
        var events = new EventRecorder();

        await ShownAsync(world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", run)));

        Assert.Contains("\n1", "\n" + events.OutputOf(run), StringComparison.Ordinal);
        Assert.Equal(agent.PublicKey, await agent.RunAsync("ssh-add", "-L"));
    }

    [Fact]
    public async Task Another_agent_under_the_same_id_runs_nothing_again_and_another_id_does()
    {
        async Task<StepOutcome> OutcomeAsync(string id, string socket)
        {
            GraphSketch sketch = world.Sketch();
            StepRef run = sketch.Run(sketch.Base(), "test -S \"$SSH_AUTH_SOCK\"", new RunOptions { Mounts = [new SshMount("/agent", id)] });
            BuildResult result = await world.BuildAsync(
                sketch, new EventRecorder(), request => request with { SshAgents = ImmutableDictionary<string, string>.Empty.Add(id, socket) }, BuildWorld.Ct, sketch.Stage("A", run));
            return result.Steps.Single(step => step.Step == run).Outcome;
        }

        Assert.Equal(StepOutcome.Ran, await OutcomeAsync("work", agent.Socket));
        Assert.Equal(StepOutcome.Cached, await OutcomeAsync("work", "/no/such/socket"));
        Assert.Equal(StepOutcome.Ran, await OutcomeAsync("home", agent.Socket));
    }

    [Theory]
    [InlineData("default", null, "SSH_AUTH_SOCK is not set")]
    [InlineData("default", "/no/such/socket", "does not answer at /no/such/socket")]
    [InlineData("work", null, "no --ssh names it")]
    public async Task An_agent_that_is_not_there_is_named(string id, string? socket, string message)
    {
        if (socket is not null)
        {
            world.Environment["SSH_AUTH_SOCK"] = socket;
        }

        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), "true", new RunOptions { Mounts = [new SshMount("/agent", id)] });

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("A", run)));

        Assert.Equal(ExecutionErrorCodes.AgentMissing, failure.Code);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<BuildResult> ShownAsync(Task<BuildResult> build)
    {
        try
        {
            return await build;
        }
        catch (StepFailedException failure)
        {
            throw new InvalidOperationException(string.Join('\n', failure.Output), failure);
        }
    }

    private static StepRef WithPrograms(GraphSketch sketch) => sketch.Copy(sketch.Base(), ".", "/");
}
