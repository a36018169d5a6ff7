using System.Collections.Immutable;
using BuildKit.Engine.Events;
using BuildKit.Engine.Reports;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Engine.Tests.Reports;

/// <summary>Builds with runs that have reports, and the folder that these come out to.</summary>
internal sealed class ReportWorld : IDisposable
{
    private ReportWorld(BuildWorld build) => Build = build;

    internal BuildWorld Build { get; }

    internal EventRecorder Events { get; private set; } = new();

    internal string Folder { get; set; } = "";

    internal static async Task<ReportWorld> CreateAsync()
    {
        BuildWorld build = await BuildWorld.CreateAsync();
        return new ReportWorld(build) { Folder = Path.Combine(build.Folder, "out") };
    }

    /// <summary>Builds one run, or its step failed: then its failure is given.</summary>
    internal async Task<StepFailedException?> RunAsync(string script, ImmutableArray<string> reports, bool ofEveryStep = false, RunOptions? options = null)
    {
        GraphSketch sketch = Build.Sketch();
        StepRef run = sketch.Run(sketch.Base(), script, (options ?? RunOptions.Default) with { Reports = reports });
        return await BuildAsync(sketch, ofEveryStep, sketch.Stage("Build", run));
    }

    internal async Task<StepFailedException?> BuildAsync(GraphSketch sketch, bool ofEveryStep, params Target[] targets)
    {
        Events = new EventRecorder();
        var folders = new ReportFolders(Folder, step => $"Build/step-{step.Index}", ofEveryStep);
        try
        {
            Result = await Build.BuildAsync(sketch, Events, request => request with { Reports = folders }, BuildWorld.Ct, targets);
            return null;
        }
        catch (StepFailedException failure)
        {
            return failure;
        }
    }

    internal BuildResult? Result { get; private set; }

    internal IEnumerable<string> Warnings => Events.Events.OfType<BuildWarning>().Select(warning => warning.Code);

    /// <summary>The reports of a step: each file with its content, in the order of the paths.</summary>
    internal string[] Files(int step = 1)
    {
        string folder = Path.Combine(Folder, "Build", $"step-{step}");
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(file => $"{Path.GetRelativePath(folder, file)}={File.ReadAllText(file).Trim()}"),
        ];
    }

    public void Dispose() => Build.Dispose();
}
