using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Syntax;
using Sprache;

namespace BuildKit.Language.Parsing;

/// <summary>String literals; the tokens of a hole are parsed by the same grammar.</summary>
internal static class StringGrammar
{
    /// <summary>A literal of any form.</summary>
    public static readonly Parser<ExpressionSyntax> String = Literal;

    /// <summary>The same, as a string.</summary>
    public static IResult<StringSyntax> Literal(IInput input)
    {
        var at = (TokenInput)input;
        if (at.Token.Literal is not { } literal) return Result.Failure<StringSyntax>(input, "unexpected token", ["a string"]);
        var parts = ImmutableArray.CreateBuilder<StringPartSyntax>(literal.Pieces.Length);
        foreach (StringPiece piece in literal.Pieces)
        {
            parts.Add(piece.Text is { } text ? new TextPartSyntax(piece.Span, text) : Hole(piece, at.Context));
        }

        return Result.Success(new StringSyntax(at.Token.Span, literal.Form, literal.Dollars, parts.ToImmutable()), at.Next);
    }

    private static HoleSyntax Hole(StringPiece piece, ParseContext context)
    {
        var input = new TokenInput(piece.Hole, 0, context);
        IResult<ExpressionSyntax> value = ExpressionGrammar.Expression.Required("a value between the braces")(input);
        var rest = (TokenInput)value.Remainder;
        if (rest.Is(TokenKind.Colon) || rest.Is(TokenKind.Comma))
        {
            context.Report(
                DiagnosticCodes.HoleFormat, "a hole takes no format and no width; call a member such as ToUpper() in it, and put '? :' in parentheses",
                rest.Token.Span);
        }
        else if (!rest.AtEnd)
        {
            context.ReportExpected(rest, DiagnosticCodes.UnexpectedToken, "'}'");
        }

        return new HoleSyntax(piece.Span, value.Value);
    }
}
