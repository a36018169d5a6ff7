using BuildKit.Language.Text;

namespace BuildKit.Language.Parsing;

/// <summary>One word, sign or literal.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Its place; empty at the end of the text.</param>
/// <param name="IsFirstOnLine">Whether only blanks and comments stand before it on its line.</param>
/// <param name="Literal">The pieces of a string; null for other tokens.</param>
/// <param name="IsBroken">Whether an error about it was reported, so that what follows is not worth another.</param>
internal sealed record Token(TokenKind Kind, SourceSpan Span, bool IsFirstOnLine, StringLiteral? Literal = null, bool IsBroken = false)
{
    /// <summary>The characters.</summary>
    public string Text { get; } = Kind is TokenKind.String ? "" : Span.Text;

    /// <summary>Whether it is this keyword or contextual keyword.</summary>
    public bool Is(string word) => Kind is TokenKind.Identifier or TokenKind.Keyword && Text == word;

    /// <summary>How a message names it.</summary>
    public string Description => Kind switch
    {
        TokenKind.End when Span.Start == Span.Source.Content.Length => "the end of the file",
        TokenKind.End => "the end of the hole",
        TokenKind.String => "a string",
        _ => $"'{Text}'",
    };
}
