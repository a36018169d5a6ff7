using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Parsing;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>One parsed file.</summary>
/// <param name="Text">The file.</param>
/// <param name="Root">The tree. It is whole even where <paramref name="Diagnostics"/> has errors.</param>
/// <param name="Diagnostics">Every syntax error, in the order of the text.</param>
public sealed record SyntaxTree(SourceText Text, BuildfileSyntax Root, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Parses a file. Never throws, whatever the text holds; takes time and stack within a bound of the text's length.</summary>
    public static SyntaxTree Parse(SourceText text) => BuildfileParser.Parse(text);
}
