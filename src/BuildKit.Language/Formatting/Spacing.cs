using BuildKit.Language.Parsing;

namespace BuildKit.Language.Formatting;

/// <summary>Whether a blank stands between two pieces of one line.</summary>
internal static class Spacing
{
    public static bool IsBetween(Piece left, Piece right, Joints joints)
    {
        if (left.Token is null || right.Token is null) return true;
        switch (right.Token.Kind)
        {
            case TokenKind.Comma or TokenKind.Semicolon or TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.Dot:
                return false;
            case TokenKind.Colon when joints.IsNamed(right):
                return false;
            case TokenKind.OpenParen or TokenKind.OpenBracket when joints.IsAttached(right):
                return false;
        }

        return left.Token.Kind switch
        {
            TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.Dot or TokenKind.DotDot or TokenKind.Not => false,
            TokenKind.Minus => !joints.IsSign(left),
            _ => true,
        };
    }
}
