using System.Diagnostics;
using BuildKit.Engine.Events;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Tests.Scheduling;

/// <summary>A build in a process of its own: this test program itself, started again for one explicit test.</summary>
public sealed class BuildWorker
{
    private const string FolderVariable = "BUILD_WORKER_FOLDER";
    private const string ScriptVariable = "BUILD_WORKER_SCRIPT";
    private const string StoreVariable = "BUILD_WORKER_STORE";
    private const string LogVariable = "BUILD_WORKER_LOG";

    /// <summary>Starts a build of one run on the base; its events are written to the log.</summary>
    internal static Process Start(string folder, string store, string script, string log)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!, ["--explicit", "only", "--filter-method", "*.Builds_one_run_when_another_test_asks_for_it"])
        {
            RedirectStandardOutput = true,
            Environment = { [FolderVariable] = folder, [ScriptVariable] = script, [StoreVariable] = store, [LogVariable] = log },
        };
        return Process.Start(info)!;
    }

    [Fact(Explicit = true)]
    [Trait("Kind", "worker")]
    public async Task Builds_one_run_when_another_test_asks_for_it()
    {
        string folder = Environment.GetEnvironmentVariable(FolderVariable) ?? "";
        Assert.SkipWhen(folder.Length == 0, "no other test asked for it");
        Directory.CreateDirectory(folder);
        using BuildWorld world = await BuildWorld.CreateAsync(folder, Environment.GetEnvironmentVariable(StoreVariable), ownsFolder: false);
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), Environment.GetEnvironmentVariable(ScriptVariable)!);
        var events = new EventRecorder();
        string log = Environment.GetEnvironmentVariable(LogVariable)!;
        events.Happened += happened =>
        {
            string? line = happened switch
            {
                StepOutput output => output.Line,
                StepCompleted end when end.Step == run => "end " + end.Outcome,
                _ => null,
            };
            if (line is not null)
            {
                File.AppendAllText(log, line + "\n");
            }
        };

        await world.BuildAsync(sketch, events, noCache: false, sketch.Image("Api", run));
    }
}
