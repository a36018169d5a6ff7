using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Engine.Bases;
using BuildKit.Graph.Evaluation;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;
using BuildKit.Oci;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Buildfiles;

/// <summary>From a file to a graph: reads, parses, binds and evaluates; shows every diagnostic.</summary>
internal sealed class BuildfileLoader(CommandHost host, RegistryClient registries, PullPolicy pull)
{
    private const string LockFileName = "buildkit.lock";

    /// <summary>Whether a base that is not known is left open instead of being an error.</summary>
    public bool OnlyKnownBases { get; init; }

    /// <summary>Loads the Buildfile. Its bases have no digests yet.</summary>
    /// <exception cref="BuildfileErrorsException">It has errors, which have been shown.</exception>
    /// <exception cref="BuildKitException">It is not there, or a base whose configuration it reads is not.</exception>
    public LoadedBuildfile Load(BuildfileSelection selection, CancellationToken ct)
    {
        var files = new DiskSourceFiles();
        SourceText text = files.ReadRoot(selection.File ?? BuildfileOptions.DefaultFile, selection.File is null);
        string directory = Path.GetDirectoryName(files.PathOf(text)) ?? "/";
        string context = Path.GetFullPath(selection.Context ?? directory);
        if (!Directory.Exists(context))
        {
            throw new BuildKitException(CommandLineErrorCodes.ContextMissing, $"The build context '{selection.Context}' is no folder.", "Check the path given with --context.");
        }

        SemanticModel model = SemanticModel.Bind(SyntaxTree.Parse(text), files);
        Show(model.Diagnostics);
        if (model.HasErrors)
        {
            throw new BuildfileErrorsException(model.Diagnostics);
        }

        var sources = new BaseSources(host.Store, registries, Path.Combine(directory, LockFileName));
        var resolver = new BaseResolver(sources, pull);
        using var facts = new BuildFacts(host.Environment, context, directory, resolver, OnlyKnownBases, ct);
        EvaluationResult result = BuildfileEvaluator.Evaluate(model, selection.Parameters, facts);
        Show(result.Diagnostics);
        if (result.Graph is not { } graph)
        {
            throw new BuildfileErrorsException(result.Diagnostics);
        }

        return new LoadedBuildfile(graph, text.Path, directory, context) { Resolver = resolver, Bases = new BasePuller(sources, pull) };
    }

    private void Show(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            host.Terminal.Error.Line(DiagnosticText.Of(diagnostic, host.Terminal.Error));
        }
    }
}
