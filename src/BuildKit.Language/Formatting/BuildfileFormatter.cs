using System.Collections.Immutable;
using System.Text;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Formatting;

/// <summary>
/// Puts a file into the form that all files have: four blanks for each level, one blank between words and signs as C# has it, at most one
/// empty line, <c>\n</c> at the end of each line. Lines stay as they are broken, strings and comments as they are written, and blanks before a
/// comment at the end of a line too.
/// </summary>
public static class BuildfileFormatter
{
    private const int Width = 4;

    /// <summary>The formatted text; the text as it is where it has syntax errors. Formatting twice gives the same as once.</summary>
    public static string Format(SyntaxTree tree)
    {
        if (!tree.Diagnostics.IsEmpty) return tree.Text.Content;
        ImmutableArray<Piece> pieces = Pieces.Of(tree.Text);
        var joints = new Joints(tree.Root, pieces);
        var indentation = new Indentation();
        var text = new StringBuilder(tree.Text.Content.Length);
        Piece? token = null;
        for (int i = 0; i < pieces.Length; i++)
        {
            Piece piece = pieces[i];
            if (i == 0 || piece.LinesBefore > 0)
            {
                if (i > 0) text.Append('\n', Math.Min(piece.LinesBefore, 2));
                text.Append(' ', Width * indentation.Begin(piece, token));
            }
            else if (piece.IsLineComment)
            {
                text.Append(' ', Math.Max(1, piece.BlanksBefore));
            }
            else if (Spacing.IsBetween(pieces[i - 1], piece, joints))
            {
                text.Append(' ');
            }

            text.Append(piece.IsLineComment ? piece.Span.Text.TrimEnd() : piece.Span.Text);
            indentation.Pass(piece);
            if (piece.Token is not null) token = piece;
        }

        return pieces.IsEmpty ? "" : text.Append('\n').ToString();
    }
}
