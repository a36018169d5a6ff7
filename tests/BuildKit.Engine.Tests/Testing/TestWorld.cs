using System.Collections.Immutable;
using BuildKit.Engine.Events;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Engine.Testing;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using TestResult = BuildKit.Engine.Testing.TestResult;

namespace BuildKit.Engine.Tests.Testing;

/// <summary>Tests of images made of busybox, run in the real sandbox.</summary>
internal sealed class TestWorld : IDisposable
{
    internal const int Port = 8080;

    internal const string Server = "mkdir -p /www; echo served >/www/page; echo ready to serve; exec httpd -f -p 8080 -h /www";

    private TestWorld(BuildWorld build) => Build = build;

    internal BuildWorld Build { get; }

    internal EventRecorder Events { get; private set; } = new();

    internal static async Task<TestWorld> CreateAsync() => new(await BuildWorld.CreateAsync());

    /// <summary>Builds an image whose entrypoint is a script, and tests it.</summary>
    internal Task<TestResult> RunAsync(string entrypoint, ServiceStart? start, params (string Script, RunOptions? Options)[] steps) =>
        RunAsync(entrypoint, start, again: false, BuildWorld.Ct, steps);

    internal async Task<TestResult> RunAsync(string entrypoint, ServiceStart? start, bool again, CancellationToken ct, params (string Script, RunOptions? Options)[] steps)
    {
        Events = new EventRecorder();
        GraphSketch sketch = Build.Sketch();
        ImageTarget image = Image(sketch, "Api", entrypoint);
        TestTarget test = sketch.Test("Smoke", image, start, steps);
        return (await BuildAsync(sketch, again, ct, image, test)).Tests.Single();
    }

    internal Task<BuildResult> BuildAsync(GraphSketch sketch, bool again, CancellationToken ct, params Target[] targets) =>
        Build.BuildAsync(sketch, Events, request => request with { RunPassedTests = again }, ct, targets);

    internal static ImageTarget Image(GraphSketch sketch, string name, string? entrypoint)
    {
        StepRef step = sketch.Write(sketch.Base(), "/etc/motd", "hello\n");
        return sketch.Image(
            name, entrypoint is null ? step : sketch.Config(step, new SetEntrypoint(["/bin/sh", "-ec", entrypoint], KeepsCommand: false)));
    }

    internal static ServiceStart Ready(int port = Port, double seconds = 60) => new(new GraphSketch(default).Span(), port, TimeSpan.FromSeconds(seconds));

    internal static IEnumerable<string> Lines(TestResult result, StepRef? step) => result.Output.Where(line => line.Step == step).Select(line => line.Text);

    internal bool Ran => Events.Events.OfType<TestStarted>().Any();

    public void Dispose() => Build.Dispose();
}
