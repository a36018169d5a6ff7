using System.Text.RegularExpressions;
using BuildKit.Language.BuiltIns;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;
using BuildKit.Language.Tests.Baselines;

namespace BuildKit.Language.Tests;

public sealed partial class DocumentationTests
{
    private static readonly string document = File.ReadAllText(Path.Combine(Baseline.Root, "../../../docs/language.md"));

    [Fact]
    public void Every_example_binds_without_errors_and_warnings()
    {
        var files = new TextFiles();
        var roots = new List<string>();
        foreach (Match block in Examples().Matches(document))
        {
            bool isRoot = block.Groups["name"].Value == "Buildfile";
            string name = isRoot ? $"Buildfile{roots.Count}" : block.Groups["name"].Value;
            files.Add(name, block.Groups["text"].Value);
            if (isRoot) roots.Add(name);
        }

        Assert.True(roots.Count >= 4, "the examples are not found");
        IEnumerable<Diagnostic> found = roots.SelectMany(root => SemanticModel.Bind(SyntaxTree.Parse(files[root]), files).Diagnostics);
        Assert.Equal([], found.Select(DiagnosticFormatter.Format));
    }

    [Fact]
    public void Every_block_of_the_language_is_an_example_that_is_tested() =>
        Assert.Equal(Examples().Count(document), document.Split("```csharp\n").Length - 1);

    [Fact]
    public void The_tables_list_every_signature_as_it_is()
    {
        IEnumerable<string> signatures = BuiltInTable.Callables.Where(symbol => symbol.IsSupported).Select(symbol => $"| `{symbol.Signature}` | {symbol.Summary} |");
        Assert.Equal([], signatures.Where(line => !document.Contains(line, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_tables_list_every_parameter_value_and_what_is_not_supported()
    {
        IEnumerable<string> names = BuiltInTable.Callables.Select(symbol => symbol.IsSupported ? symbol.Signature : symbol.Name)
            .Concat(BuiltInTable.NamedValues.Select(symbol => symbol.Name));
        Assert.Equal([], names.Where(name => !document.Contains($"`{name}`", StringComparison.Ordinal)));
        IEnumerable<CallParameterSymbol> parameters = BuiltInTable.Callables.SelectMany(symbol => symbol.Parameters).Where(parameter => parameter.IsNamedOnly);
        Assert.Equal([], parameters.Where(parameter => !document.Contains($"{parameter.Name}:", StringComparison.Ordinal)).Select(parameter => parameter.Name));
    }

    [Fact]
    public void The_sample_message_is_what_is_printed()
    {
        string line = "    Copy(\"/out\", to: \"/app\", onwer: \"app\");";
        var text = new Text.SourceText("Buildfile", "stage Build from scratch {" + new string('\n', 13) + line + "\n}\n");
        Diagnostic found = Assert.Single(SemanticModel.Bind(SyntaxTree.Parse(text), new TextFiles()).Diagnostics);
        Assert.Contains(string.Concat(DiagnosticFormatter.Format(found).Split('\n').Select(shown => $"    {shown}\n")), document);
    }

    [GeneratedRegex("```csharp\n// (?<name>[^\n]+)\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();
}
