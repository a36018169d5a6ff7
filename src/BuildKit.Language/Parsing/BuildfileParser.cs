using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Language.Parsing;

/// <summary>Text to tree.</summary>
internal static class BuildfileParser
{
    /// <summary>Parses a whole file.</summary>
    public static SyntaxTree Parse(SourceText text) => throw new NotSupportedException(text.Path);
}
