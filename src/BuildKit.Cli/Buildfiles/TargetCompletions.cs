using System.CommandLine.Completions;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;
using BuildKit.Oci;

namespace BuildKit.Cli.Buildfiles;

/// <summary>Names of targets of the Buildfile in the current folder, for the shell's completion.</summary>
internal static class TargetCompletions
{
    /// <summary>Stages and images whose names are plain; none where there is no readable Buildfile, since completion is no place for an error.</summary>
    public static IEnumerable<CompletionItem> Of() => Of(Names);

    /// <summary>Tests, in the same way.</summary>
    public static IEnumerable<CompletionItem> OfTests() =>
        Of(tree => tree.Root.Members.OfType<TestSyntax>().Select(test => test.Identifier.Name));

    /// <summary>Environments, in the same way.</summary>
    public static IEnumerable<CompletionItem> OfEnvironments() =>
        Of(tree => tree.Root.Members.OfType<EnvironmentSyntax>().Select(environment => environment.Identifier.Name));

    private static IEnumerable<CompletionItem> Of(Func<SyntaxTree, IEnumerable<string>> names)
    {
        try
        {
            string path = Path.GetFullPath(BuildfileOptions.DefaultFile);
            return SourceFile.Read(path, BuildfileOptions.DefaultFile) is { } content
                ? [.. names(SyntaxTree.Parse(new SourceText(BuildfileOptions.DefaultFile, content))).Select(name => new CompletionItem(name))]
                : [];
        }
        catch (BuildKitException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Names(SyntaxTree tree)
    {
        foreach (StatementSyntax declaration in tree.Root.Members)
        {
            switch (declaration)
            {
                case StageSyntax stage:
                    yield return stage.Identifier.Name;
                    break;
                case ImageSyntax { Name: NameSyntax name }:
                    yield return name.Name;
                    break;
            }
        }
    }
}
