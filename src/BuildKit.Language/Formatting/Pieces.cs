using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Parsing;
using BuildKit.Language.Text;

namespace BuildKit.Language.Formatting;

/// <summary>Takes a file apart into tokens and comments.</summary>
internal static class Pieces
{
    /// <summary>All pieces in the order of the text.</summary>
    public static ImmutableArray<Piece> Of(SourceText text)
    {
        var lexer = new Lexer(text, new List<Diagnostic>());
        ImmutableArray<Token> tokens = lexer.Lex();
        var pieces = ImmutableArray.CreateBuilder<Piece>();
        int end = 0;
        IEnumerable<(SourceSpan Span, Token? Token)> all = tokens.Where(token => token.Kind != TokenKind.End).Select(token => (token.Span, (Token?)token))
            .Concat(lexer.Comments.Select(comment => (comment, (Token?)null))).OrderBy(piece => piece.Item1.Start);
        foreach ((SourceSpan span, Token? token) in all)
        {
            int lines = text.PositionOf(span.Start).Line - text.PositionOf(end).Line;
            pieces.Add(new Piece(span, token, lines, span.Start - end));
            end = span.End;
        }

        return pieces.ToImmutable();
    }
}
