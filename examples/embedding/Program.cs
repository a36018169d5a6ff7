// Builds the images of a Buildfile with the engine as a library, as the command line does. docs/embedding.md explains each part.
//   Embedding FOLDER STORE [NAME=VALUE...]
using System.Collections;
using BuildKit.Engine;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Events;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Store;
using BuildKit.Facts;
using BuildKit.Graph.Evaluation;
using BuildKit.Graph.Targets;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;
using BuildKit.Oci.Registry;
using Embedding;

string folder = Path.GetFullPath(args[0]);
Dictionary<string, string> parameters = args.Skip(2).Select(text => text.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    interrupt.Cancel();
};

// 1. What is written. Mistakes are diagnostics, all of them at once; nothing throws for what a user wrote.
var text = new SourceText("Buildfile", File.ReadAllText(Path.Combine(folder, "Buildfile")));
SemanticModel model = SemanticModel.Bind(SyntaxTree.Parse(text), new FolderFiles(folder));
if (model.HasErrors)
{
    return Tell(model.Diagnostics);
}

// 2. The store, and where bases come from. Any number of processes use one store at once.
using LocalStore store = LocalStore.Open(new StorePaths(Path.GetFullPath(args[1])));
using var registries = new RegistryClient(RegistryOptions.Default);
var sources = new BaseSources(store, registries, Path.Combine(folder, "buildkit.lock"));
var resolver = new BaseResolver(sources, PullPolicy.Missing);

// 3. The graph, with a digest for each base.
using GitFacts? git = GitFacts.Discover(folder);
EvaluationResult evaluated = BuildfileEvaluator.Evaluate(model, parameters, new BuildFacts(resolver, folder, interrupt.Token) { FindGit = () => git });
if (evaluated.Graph is not { } graph)
{
    return Tell(evaluated.Diagnostics);
}

Target[] targets = [.. graph.Targets.OfType<ImageTarget>()];
graph = await new BasePinning(resolver, folder).PinAsync(graph, [.. targets], interrupt.Token);
await resolver.SaveLockAsync(interrupt.Token);

// 4. The build.
var engine = new BuildEngine(store, new EmbeddedSandbox(SandboxLauncher.Find()), new BasePuller(sources, PullPolicy.Missing));
var request = new BuildRequest
{
    Graph = graph,
    Targets = [.. targets],
    ContextDirectory = folder,
    BuildfileDirectory = folder,
    Environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""),
};
BuildResult built = await engine.BuildAsync(request, new PrintedSteps(graph), interrupt.Token);
foreach (var image in built.Images)
{
    Console.WriteLine($"{image.Name} {image.Manifest.Digest}");
}

return 0;

static int Tell(IEnumerable<Diagnostic> mistakes)
{
    foreach (Diagnostic mistake in mistakes)
    {
        Console.Error.WriteLine($"{mistake.Code}: {mistake.Message}");
    }

    return 3;
}
