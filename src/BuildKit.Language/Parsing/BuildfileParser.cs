using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Language.Parsing;

/// <summary>Text to tree: characters to tokens, tokens to nodes by the grammar.</summary>
internal static class BuildfileParser
{
    /// <summary>Parses a whole file.</summary>
    public static SyntaxTree Parse(SourceText text)
    {
        var diagnostics = new List<Diagnostic>();
        ImmutableArray<Token> tokens = new Lexer(text, diagnostics).Lex();
        int opened = tokens.Count(token => token.Kind == TokenKind.OpenBrace);
        int closed = tokens.Count(token => token.Kind == TokenKind.CloseBrace);
        var context = new ParseContext(text, diagnostics) { HasUnclosedBrace = opened > closed };
        (ImmutableArray<StatementSyntax> members, _) = BlockGrammar.Sequence(new TokenInput(tokens, 0, context), isInBlock: false);
        var root = new BuildfileSyntax(new SourceSpan(text, 0, text.Content.Length), members);
        return new SyntaxTree(text, root, [.. diagnostics.OrderBy(diagnostic => diagnostic.Span.Start)]);
    }
}
