using System.Collections.Immutable;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;
using BuildKit.Oci;

namespace BuildKit.Cli.Buildfiles;

/// <summary>A Buildfile that was read and bound without errors, and is not evaluated yet.</summary>
internal sealed class BoundBuildfile
{
    private readonly CommandHost host;

    private BoundBuildfile(CommandHost host, SemanticModel model, string path, string directory, string contextDirectory)
    {
        this.host = host;
        Model = model;
        Path = path;
        Directory = directory;
        ContextDirectory = contextDirectory;
    }

    /// <summary>What it means.</summary>
    public SemanticModel Model { get; }

    /// <summary>Its path as the user would write it.</summary>
    public string Path { get; }

    /// <summary>The files that it is written in: itself and those that it uses, absolute, and what links among them lead to.</summary>
    public ImmutableArray<string> Files { get; private init; } = [];

    /// <summary>Its folder, absolute.</summary>
    public string Directory { get; }

    /// <summary>The build context, absolute.</summary>
    public string ContextDirectory { get; }

    /// <summary>Reads and binds the Buildfile; shows every diagnostic.</summary>
    /// <exception cref="BuildfileErrorsException">It has errors, which have been shown.</exception>
    /// <exception cref="BuildKitException">It is not there, or the context is no folder.</exception>
    public static BoundBuildfile Read(CommandHost host, BuildfileSelection selection)
    {
        var files = new DiskSourceFiles();
        SourceText text = files.ReadRoot(selection.File ?? BuildfileOptions.DefaultFile, selection.File is null);
        string directory = System.IO.Path.GetDirectoryName(files.PathOf(text)) ?? "/";
        string context = System.IO.Path.GetFullPath(selection.Context ?? directory);
        if (!System.IO.Directory.Exists(context))
        {
            throw new BuildKitException(CommandLineErrorCodes.ContextMissing, $"The build context '{selection.Context}' is no folder.", "Check the path given with --context.");
        }

        var model = SemanticModel.Bind(SyntaxTree.Parse(text), files);
        var bound = new BoundBuildfile(host, model, text.Path, directory, context) { Files = [.. files.Paths.Order(StringComparer.Ordinal)] };
        bound.Show(bound.Model.Diagnostics);
        return bound.Model.HasErrors ? throw new BuildfileErrorsException(bound.Model.Diagnostics) { Files = bound.Files } : bound;
    }

    /// <summary>Shows diagnostics on standard error.</summary>
    public void Show(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            host.Terminal.Error.Line(DiagnosticText.Of(diagnostic, host.Terminal.Error));
        }
    }
}
