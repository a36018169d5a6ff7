using System.Collections.Immutable;
using System.Diagnostics;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph;
using BuildKit.Graph.Evaluation;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;
using BuildKit.Oci.Registry;

namespace BuildKit.Engine.Tests.Editing;

/// <summary>A store in which the text of a Buildfile is built, each time as a new process would.</summary>
internal sealed class EditedStore(string folder, string context) : IDisposable
{
    private readonly RegistryClient registries = new(RegistryOptions.Default);

    /// <summary>A store with the bases in it and nothing else.</summary>
    public static async Task<EditedStore> CreateAsync(string folder, string context)
    {
        using (LocalStore store = LocalStore.Open(new StorePaths(folder)))
        {
            await EditedBases.WriteAsync(store);
        }

        return new EditedStore(folder, context);
    }

    /// <summary>A store with the same content and another context.</summary>
    public async Task<EditedStore> CopyAsync(string to, string otherContext)
    {
        using Process copy = Process.Start("cp", ["-a", folder, to]);
        await copy.WaitForExitAsync(BuildWorld.Ct);
        Assert.Equal(0, copy.ExitCode);
        return new EditedStore(to, otherContext);
    }

    /// <summary>Builds everything that the Buildfile declares.</summary>
    /// <param name="change">What else is asked.</param>
    public async Task<EditedOutcome> BuildAsync(string buildfile, Func<BuildRequest, BuildRequest> change)
    {
        using LocalStore store = LocalStore.Open(new StorePaths(folder));
        var sources = new BaseSources(store, registries, Path.Combine(folder, "buildkit.lock"));
        var resolver = new BaseResolver(sources, PullPolicy.Missing);
        SemanticModel model = SemanticModel.Bind(SyntaxTree.Parse(new SourceText("Buildfile", buildfile)), new NoOtherFiles());
        EvaluationResult evaluated = BuildfileEvaluator.Evaluate(model, ImmutableDictionary<string, string>.Empty, new EditedFacts(resolver));
        BuildGraph graph = evaluated.Graph ?? throw new InvalidOperationException(string.Join('\n', model.Diagnostics.Concat(evaluated.Diagnostics)));
        var request = new BuildRequest
        {
            Graph = await new BasePinning(resolver, folder).PinAsync(graph, graph.Targets, BuildWorld.Ct),
            Targets = graph.Targets,
            ContextDirectory = context,
            BuildfileDirectory = folder,
            Environment = ImmutableDictionary<string, string>.Empty,
        };
        var engine = new BuildEngine(store, new EmbeddedSandbox(SandboxLauncher.Find()), new BasePuller(sources, PullPolicy.Missing));
        try
        {
            return EditedOutcome.Of(request.Graph, await engine.BuildAsync(change(request), new EventRecorder(), BuildWorld.Ct));
        }
        catch (StepFailedException failure)
        {
            return EditedOutcome.Failed(failure);
        }
    }

    /// <summary>Takes something away that can be worked out again; gives what, for people.</summary>
    public string Lose(Random random)
    {
        var paths = new StorePaths(folder);
        string[] all = random.Next(3) switch
        {
            0 => Directory.GetDirectories(paths.Layers),
            1 => Directory.GetFiles(paths.Results),
            _ => Directory.GetFiles(folder, Path.GetFileName(paths.Index) + "*"),
        };
        string[] gone = random.Once(2) ? all : [.. all.Order(StringComparer.Ordinal).Where(_ => random.Once(3))];
        Array.ForEach(gone, SnapshotStore.RemoveTree);
        return $"the store loses {gone.Length} of {all.Length}: {string.Join(", ", gone.Select(path => Path.GetRelativePath(folder, path)))}";
    }

    public void Dispose() => registries.Dispose();

    private sealed class NoOtherFiles : ISourceFiles
    {
        public SourceText? Find(SourceText from, string path) => null;
    }
}
