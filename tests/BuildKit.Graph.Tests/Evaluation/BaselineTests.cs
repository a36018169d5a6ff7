using System.Runtime.CompilerServices;
using BuildKit.Graph.Evaluation;
using BuildKit.Graph.Export;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Tests.Evaluation;

/// <summary>
/// Each folder of Baselines holds main.buildfile, perhaps other .buildfile files and main.params (NAME=VALUE lines), and what must come of it: main.graph or
/// main.diagnostics. BUILDKIT_UPDATE_BASELINES=1 writes them anew.
/// </summary>
public sealed class BaselineTests
{
    public static TheoryData<string> Names => [.. Directory.GetDirectories(Folder()).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_Buildfile_gives_its_graph_or_its_diagnostics(string name)
    {
        string folder = Path.Combine(Folder(), name);
        (string graph, string diagnostics) = Run(folder);
        Check(Path.Combine(folder, "main.graph"), graph);
        Check(Path.Combine(folder, "main.diagnostics"), diagnostics);
    }

    private static (string Graph, string Diagnostics) Run(string folder)
    {
        Dictionary<string, string> files = Directory.GetFiles(folder, "*.buildfile").ToDictionary(path => Path.GetFileName(path)!, File.ReadAllText, StringComparer.Ordinal);
        string parameters = Path.Combine(folder, "main.params");
        Dictionary<string, string> values = File.Exists(parameters)
            ? File.ReadAllLines(parameters).Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal)
            : [];
        SemanticModel model = SemanticModel.Bind(SyntaxTree.Parse(new SourceText("main.buildfile", files["main.buildfile"])), new TextFiles(files));
        EvaluationResult result = BuildfileEvaluator.Evaluate(model, values, new FixedFacts { Git = new FixedGit { Remote = "https://example.com/a.git" } });
        string diagnostics = string.Concat(model.Diagnostics.Concat(result.Diagnostics).Select(diagnostic => DiagnosticFormatter.Format(diagnostic) + "\n"));
        return (result.Graph is { } graph ? GraphJson.Write(graph) : "", diagnostics);
    }

    private static void Check(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("BUILDKIT_UPDATE_BASELINES") == "1")
        {
            if (actual.Length > 0)
            {
                File.WriteAllText(path, actual);
            }
            else
            {
                File.Delete(path);
            }
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", actual);
    }

    internal static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "Baselines");
}
