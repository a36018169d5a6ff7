using BuildKit.Language.Parsing;

namespace BuildKit.Language.Formatting;

/// <summary>How far each line is indented: one level for each line that left brackets open, one more for the rest of a statement.</summary>
internal sealed class Indentation
{
    private readonly Stack<int> brackets = new();
    private int line;
    private Piece last;

    /// <summary>The level of a line that begins with a piece, behind another one.</summary>
    public int Begin(Piece first, Piece? before)
    {
        int inside = brackets.TryPeek(out int level) ? level : 0;
        bool isContinued = before is { Token.Kind: var kind } && !first.IsClosing && !first.Is(TokenKind.OpenBrace) && first.Token is not null
            && kind is not (TokenKind.Semicolon or TokenKind.OpenBrace or TokenKind.CloseBrace or TokenKind.Comma or TokenKind.OpenParen or TokenKind.OpenBracket);
        line = first.IsClosing ? Math.Max(0, inside - 1) : isContinued ? inside + 1 : inside;
        return line;
    }

    /// <summary>Takes notice of the brackets of a piece.</summary>
    public void Pass(Piece piece)
    {
        // What a block holds is indented from the block around it, however many lines its head has.
        bool isBlock = piece.Is(TokenKind.OpenBrace) && last is not { Token.Text: "new" or "with" };
        if (piece.IsOpening) brackets.Push(1 + (!isBlock ? line : brackets.TryPeek(out int around) ? around : 0));
        if (piece.IsClosing) brackets.TryPop(out _);
        if (piece.Token is not null) last = piece;
    }
}
