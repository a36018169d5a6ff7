using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Language.Tests;

/// <summary>Buildfiles of tests.</summary>
internal static class Source
{
    public static SyntaxTree Parse(string text) => SyntaxTree.Parse(new SourceText("Buildfile", text));

    /// <summary>Binds a Buildfile, and a file <c>lib.buildfile</c> where one is given.</summary>
    public static SemanticModel Bind(string text, string? library = null)
    {
        var files = new TextFiles();
        if (library is not null) files.Add("lib.buildfile", library);
        return SemanticModel.Bind(Parse(text), files);
    }

    public static IEnumerable<SyntaxNode> Nodes(this SemanticModel model) => Descendants(model.Root.Tree.Root);

    public static IEnumerable<SyntaxNode> Descendants(SyntaxNode node) => node.Children.SelectMany(Descendants).Prepend(node);
}
