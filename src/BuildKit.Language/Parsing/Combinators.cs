using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;
using Sprache;

namespace BuildKit.Language.Parsing;

/// <summary>
/// What the grammar adds to Sprache: parsers that report and go on. The grammar decides by the next token or two and never goes back, so
/// that a reported error is final and no parser runs twice over the same text.
/// </summary>
internal static class Combinators
{
    /// <summary>Where <paramref name="parser"/> fails, reports what it expected and gives <paramref name="missing"/> instead, taking nothing.</summary>
    public static Parser<T> Required<T>(
        this Parser<T> parser, Func<TokenInput, T> missing, string? words = null, string code = DiagnosticCodes.UnexpectedToken) =>
        input =>
        {
            IResult<T> result = parser(input);
            if (result.WasSuccessful) return result;
            var at = (TokenInput)result.Remainder;
            at.Context.ReportExpected(at, code, words ?? string.Join(" or ", result.Expectations.Distinct()));
            return Result.Success(missing(at), at);
        };

    /// <summary>A token that must be there.</summary>
    public static Parser<Token> Required(this Parser<Token> parser, string? words = null, string code = DiagnosticCodes.UnexpectedToken) =>
        parser.Required(Missing, words, code);

    /// <summary>A name that must be there; without it the declaration has an empty one.</summary>
    public static Parser<IdentifierSyntax> Required(this Parser<IdentifierSyntax> parser, string words) =>
        parser.Required(at => new IdentifierSyntax(Gap(at), ""), words);

    /// <summary>A value that must be there.</summary>
    public static Parser<ExpressionSyntax> Required(this Parser<ExpressionSyntax> parser, string words) =>
        parser.Required(at => new MissingSyntax(Gap(at)), words);

    /// <summary>Runs <paramref name="second"/> when <paramref name="first"/> is there; null when it is not.</summary>
    public static Parser<T?> After<T>(this Parser<T> second, Parser<Token> first)
        where T : class =>
        input => first(input) is { WasSuccessful: true } result ? second(result.Remainder) : Result.Success<T?>(null, input);

    /// <summary>One level deeper; an error where there are too many.</summary>
    public static Parser<T> Nested<T>(this Parser<T> parser, Func<TokenInput, T> missing) =>
        input =>
        {
            var start = (TokenInput)input;
            if (!start.Context.TryEnter(start.Token.Span, out int outer)) return Result.Success(missing(start), start);
            IResult<T> result = parser(input);
            start.Context.Leave(outer);
            return result;
        };

    /// <summary>
    /// Elements between commas up to <paramref name="close"/>, which is not taken. Where an element is missing, reports it and gives
    /// <paramref name="missing"/> for it.
    /// </summary>
    public static Parser<ImmutableArray<T>> CommaSeparated<T>(this Parser<T> element, TokenKind close, Func<TokenInput, T> missing, bool trailing) =>
        input =>
        {
            var elements = ImmutableArray.CreateBuilder<T>();
            var at = (TokenInput)input;
            while (!at.AtEnd && !at.Is(close))
            {
                IResult<T> result = element(at);
                if (!result.WasSuccessful)
                {
                    at.Context.ReportExpected(at, DiagnosticCodes.UnexpectedToken, string.Join(" or ", result.Expectations.Distinct()));
                    elements.Add(missing(at));
                    break;
                }

                elements.Add(result.Value);
                at = (TokenInput)result.Remainder;
                if (!at.Is(TokenKind.Comma)) break;
                at = at.Next;
                if (at.Is(close) && !trailing)
                {
                    at.Context.ReportExpected(at, DiagnosticCodes.UnexpectedToken, "another element behind ','");
                    elements.Add(missing(at));
                }
            }

            return Result.Success(elements.ToImmutable(), at);
        };

    /// <summary>The partner of <paramref name="open"/>; where it is missing, a note shows the opening one.</summary>
    public static Parser<Token> Closing(this Parser<Token> close, Token open, string words) =>
        input =>
        {
            IResult<Token> result = close(input);
            if (result.WasSuccessful) return result;
            var at = (TokenInput)input;
            at.Context.ReportExpected(at, DiagnosticCodes.UnclosedBracket, words, new Note($"this '{open.Text}' is not closed", open.Span));
            return Result.Success(Missing(at), at);
        };

    /// <summary>The empty place behind the token before.</summary>
    public static SourceSpan Gap(TokenInput at) => at.Context.Span(at.Previous?.Span.End ?? at.Token.Span.Start, 0) with { Length = 0 };

    private static Token Missing(TokenInput at) => new(TokenKind.End, Gap(at), false);
}
