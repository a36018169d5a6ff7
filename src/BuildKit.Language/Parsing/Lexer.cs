using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;

namespace BuildKit.Language.Parsing;

/// <summary>Characters to tokens. Reports what no token can be made of, and goes on behind it.</summary>
internal sealed partial class Lexer(SourceText text, List<Diagnostic> diagnostics)
{
    private static readonly string[] keywords = ["if", "else", "foreach", "in", "var", "true", "false", "null", "new"];

    private readonly string content = text.Content;
    private int position;
    private bool isLineStart = true;

    /// <summary>The comments met so far outside of strings, in the order of the text.</summary>
    public List<SourceSpan> Comments { get; } = [];

    /// <summary>All tokens of the file, an end token last.</summary>
    public ImmutableArray<Token> Lex()
    {
        var tokens = ImmutableArray.CreateBuilder<Token>(content.Length / 4);
        if (content.StartsWith('\uFEFF')) position++;
        for (SkipTrivia(); position < content.Length; SkipTrivia()) tokens.Add(NextToken());
        tokens.Add(Make(TokenKind.End, position));
        return tokens.ToImmutable();
    }

    private char Peek(int ahead = 0) => position + ahead < content.Length ? content[position + ahead] : '\0';

    private Token NextToken()
    {
        int start = position;
        char c = content[position];
        if (char.IsLetter(c) || c == '_') return Word(start);
        if (char.IsAsciiDigit(c)) return Number(start);
        if (c is '"' or '$' || (c == '@' && Peek(1) is '"' or '$'))
        {
            if (String() is { } literal) return literal;
        }

        if (c == '\'') return CharacterLiteral(start);
        (TokenKind kind, int length) = Sign(c, Peek(1));
        position += length;
        if (kind == TokenKind.Bad) return Unknown(start);
        return Make(kind, start);
    }

    private Token Word(int start)
    {
        while (char.IsLetterOrDigit(Peek()) || Peek() == '_') position++;
        bool isKeyword = keywords.AsSpan().Contains(content[start..position]);
        return Make(isKeyword ? TokenKind.Keyword : TokenKind.Identifier, start);
    }

    private Token Number(int start)
    {
        while (char.IsLetterOrDigit(Peek()) || Peek() == '_' || (Peek() == '.' && char.IsAsciiDigit(Peek(1)))) position++;
        string digits = content[start..position];
        if (digits.All(char.IsAsciiDigit) && long.TryParse(digits, System.Globalization.CultureInfo.InvariantCulture, out _))
        {
            return Make(TokenKind.Number, start);
        }

        string message = digits.All(char.IsAsciiDigit)
            ? $"'{digits}' is too large; an int has 64 bits"
            : $"'{digits}' is not a whole number; other numbers are written as strings, such as \"{digits}\"";
        Report(DiagnosticCodes.BadNumber, message, start, position);
        return Make(TokenKind.Number, start) with { IsBroken = true };
    }

    private Token CharacterLiteral(int start)
    {
        int end = start + 1;
        while (end < content.Length && content[end] is not ('\'' or '\n' or '\r')) end++;
        bool isClosed = end < content.Length && content[end] == '\'';
        position = isClosed ? end + 1 : start + 1;
        Report(DiagnosticCodes.CharacterLiteral, "a string is written with double quotes: \"text\"", start, position);
        return Make(TokenKind.Bad, start) with { IsBroken = true };
    }

    private Token Unknown(int start)
    {
        if (char.IsHighSurrogate(content[start]) && char.IsLowSurrogate(Peek())) position++;
        Report(DiagnosticCodes.UnknownCharacter, $"'{Printable(content[start..position])}' has no meaning here", start, position);
        return Make(TokenKind.Bad, start) with { IsBroken = true };
    }

    private static string Printable(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => System.Text.Rune.IsControl(rune) || rune.Value == 0xFFFD ? $"U+{rune.Value:X4}" : rune.ToString()));

    private Token Make(TokenKind kind, int start)
    {
        var token = new Token(kind, new SourceSpan(text, start, position - start), isLineStart);
        isLineStart = false;
        return token;
    }

    private void Report(string code, string message, int start, int end, params ReadOnlySpan<Note> notes) =>
        diagnostics.Add(new Diagnostic(code, Severity.Error, message, new SourceSpan(text, start, end - start), [.. notes]));

    private static (TokenKind Kind, int Length) Sign(char c, char next) => (c, next) switch
    {
        ('=', '>') => (TokenKind.Arrow, 2),
        ('=', '=') => (TokenKind.Equal, 2),
        ('!', '=') => (TokenKind.NotEqual, 2),
        ('<', '=') => (TokenKind.LessOrEqual, 2),
        ('>', '=') => (TokenKind.GreaterOrEqual, 2),
        ('&', '&') => (TokenKind.And, 2),
        ('|', '|') => (TokenKind.Or, 2),
        ('?', '?') => (TokenKind.Coalesce, 2),
        ('.', '.') => (TokenKind.DotDot, 2),
        ('(' or ')' or '[' or ']' or '{' or '}' or ';' or ',' or ':' or '.' or '=' or '?' or '!' or '<' or '>' or '+' or '-' or '*' or '/' or '%', _) =>
            ((TokenKind)c, 1),
        _ => (TokenKind.Bad, 1),
    };
}
