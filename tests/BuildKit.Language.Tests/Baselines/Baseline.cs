using System.Runtime.CompilerServices;
using System.Text;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Language.Tests.Baselines;

/// <summary>A folder with a <c>main.buildfile</c>, files that it uses, and what is expected of it.</summary>
internal sealed class Baseline(string name)
{
    /// <summary>Set to write what is found as what is expected.</summary>
    public const string UpdateVariable = "UPDATE_BASELINES";

    public static string Root { get; } = Path.GetDirectoryName(ThisFile()) ?? "";

    public static IEnumerable<string> Names => Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    private string Folder => Path.Combine(Root, name);

    public SemanticModel Bind()
    {
        var files = new TextFiles();
        foreach (string path in Directory.GetFiles(Folder, "*.buildfile")) files.Add(Path.GetFileName(path), File.ReadAllText(path));
        return SemanticModel.Bind(SyntaxTree.Parse(files["main.buildfile"]), files);
    }

    public static string Diagnostics(SemanticModel model) =>
        string.Concat(model.Diagnostics.Select(diagnostic => DiagnosticFormatter.Format(diagnostic) + "\n"));

    public static string Tree(SemanticModel model)
    {
        var text = new StringBuilder();
        Append(text, model.Root.Tree.Root, 0);
        return text.ToString();
    }

    /// <summary>Compares with a file of the folder, or writes it when that was asked for.</summary>
    public void Check(string file, string actual)
    {
        string path = Path.Combine(Folder, file);
        if (Environment.GetEnvironmentVariable(UpdateVariable) is "1") File.WriteAllText(path, actual);
        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", actual);
    }

    public bool Has(string file) => File.Exists(Path.Combine(Folder, file));

    private static void Append(StringBuilder text, SyntaxNode node, int depth)
    {
        text.Append(' ', depth * 2).Append(node.GetType().Name[..^"Syntax".Length]).Append(' ').Append(node.Span.Start).Append("..").Append(node.Span.End);
        string? value = node switch
        {
            IdentifierSyntax identifier => identifier.Name,
            NameSyntax identifier => identifier.Name,
            TextPartSyntax part => part.Value,
            IntegerSyntax number => $"{number.Value}",
            BooleanSyntax boolean => $"{boolean.Value}",
            BinarySyntax binary => $"{binary.Operator}",
            UnarySyntax unary => $"{unary.Operator}",
            TypeSyntax type => type.Name + (type.IsList ? "[]" : ""),
            StringSyntax literal => $"{literal.Form} {literal.Dollars}",
            ListElementSyntax { IsSpread: true } => "spread",
            _ => null,
        };
        if (value is not null) text.Append(" <").Append(value.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\t", "\\t")).Append('>');
        text.Append('\n');
        foreach (SyntaxNode child in node.Children) Append(text, child, depth + 1);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
