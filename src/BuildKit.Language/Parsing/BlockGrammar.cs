using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Syntax;
using Sprache;

namespace BuildKit.Language.Parsing;

/// <summary>Statements one after the other, with recovery between them.</summary>
internal static class BlockGrammar
{
    /// <summary><c>{ statements }</c></summary>
    public static readonly Parser<BlockSyntax> Block = ((Parser<BlockSyntax>)Braces).Nested(MissingBlock);

    /// <summary>A block, or one statement that stands for it.</summary>
    public static IResult<BlockSyntax> Embedded(IInput input)
    {
        var at = (TokenInput)input;
        if (at.Is(TokenKind.OpenBrace)) return Block(input);
        IResult<StatementSyntax> statement = StatementGrammar.Nested(input);
        return statement.WasSuccessful
            ? Result.Success(new BlockSyntax(statement.Value.Span, [statement.Value]), statement.Remainder)
            : Result.Failure<BlockSyntax>(input, statement.Message, ["'{'"]);
    }

    /// <summary>The block of a declaration. Where its head is wrong, goes on at a <c>{</c> on the same line.</summary>
    public static IResult<BlockSyntax> Body(IInput input)
    {
        var at = (TokenInput)input;
        if (!at.Is(TokenKind.OpenBrace))
        {
            at.Context.ReportExpected(at, DiagnosticCodes.UnexpectedToken, "'{'");
            TokenInput ahead = at;
            while (!ahead.AtEnd && !ahead.Is(TokenKind.OpenBrace) && !ahead.Token.IsFirstOnLine && !ahead.Is(TokenKind.Semicolon)) ahead = ahead.Next;
            if (!ahead.Is(TokenKind.OpenBrace)) return Result.Success(MissingBlock(at), at);
            at = ahead;
        }

        return Block(at);
    }

    /// <summary>Statements up to a <c>}</c> that belongs to an open block, or to the end of the file.</summary>
    public static (ImmutableArray<StatementSyntax> Statements, TokenInput Next) Sequence(TokenInput at, bool isInBlock)
    {
        var statements = ImmutableArray.CreateBuilder<StatementSyntax>();
        while (true)
        {
            at.Context.IsPanicking = false;
            if (at.AtEnd || (isInBlock && (at.Is(TokenKind.CloseBrace) || IsCutOff(at)))) return (statements.ToImmutable(), at);
            if (at.Is(TokenKind.Semicolon))
            {
                at = at.Next;
                continue;
            }

            IResult<StatementSyntax> result = StatementGrammar.Statement(at);
            if (result.WasSuccessful) statements.Add(result.Value);
            TokenInput rest = result.WasSuccessful ? (TokenInput)result.Remainder : at;
            if (ReferenceEquals(rest, at) || (at.Context.IsPanicking && !Recovery.CanResume(rest)))
            {
                (SkippedSyntax skipped, rest) = Recovery.Skip(rest);
                statements.Add(skipped);
            }

            at = rest;
        }
    }

    private static IResult<BlockSyntax> Braces(IInput input)
    {
        var at = (TokenInput)input;
        if (!at.Is(TokenKind.OpenBrace)) return Result.Failure<BlockSyntax>(input, "unexpected token", ["'{'"]);
        Token open = at.Token;
        (ImmutableArray<StatementSyntax> statements, TokenInput rest) = Sequence(at.Next, isInBlock: true);
        if (rest.Is(TokenKind.CloseBrace))
        {
            return Result.Success(new BlockSyntax(open.To(rest.Token), statements), rest.Next);
        }

        string message = rest.AtEnd ? "'}' expected" : $"'}}' expected before '{rest.Token.Text}'";
        rest.Context.Report(
            DiagnosticCodes.UnclosedBlock, message, rest.AtEnd ? Combinators.Gap(rest) : rest.Token.Span, new Note("this '{' is not closed", open.Span));
        return Result.Success(new BlockSyntax(statements.IsEmpty ? open.Span : open.To(statements[^1]), statements), rest);
    }

    private static bool IsCutOff(TokenInput at) => at.Context.HasUnclosedBrace && Recovery.IsDeclarationAtLineStart(at);

    private static BlockSyntax MissingBlock(TokenInput at) => new(Combinators.Gap(at), []);
}
