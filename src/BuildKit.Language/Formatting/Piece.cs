using BuildKit.Language.Parsing;
using BuildKit.Language.Text;

namespace BuildKit.Language.Formatting;

/// <summary>A token or a comment of a file that is formatted.</summary>
/// <param name="Span">Its place.</param>
/// <param name="Token">The token; null for a comment.</param>
/// <param name="LinesBefore">How many line ends stand between the piece before and this one.</param>
/// <param name="BlanksBefore">How many characters stand there.</param>
internal readonly record struct Piece(SourceSpan Span, Token? Token, int LinesBefore, int BlanksBefore)
{
    /// <summary>Whether it is a comment to the end of its line.</summary>
    public bool IsLineComment => Token is null && Span.Text.StartsWith("//", StringComparison.Ordinal);

    /// <summary>Whether it is a token of a kind.</summary>
    public bool Is(TokenKind kind) => Token?.Kind == kind;

    /// <summary>Whether it opens a bracket.</summary>
    public bool IsOpening => Token?.Kind is TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.OpenBrace;

    /// <summary>Whether it closes a bracket.</summary>
    public bool IsClosing => Token?.Kind is TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.CloseBrace;
}
