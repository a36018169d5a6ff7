using BuildKit.Language.Diagnostics;
using BuildKit.Language.Syntax;
using Sprache;

namespace BuildKit.Language.Parsing;

/// <summary>Statements.</summary>
internal static class StatementGrammar
{
    private static readonly Parser<StatementSyntax> conditional =
        from start in Tokens.Word("if")
        from open in Tokens.Sign(TokenKind.OpenParen).Required()
        from condition in ExpressionGrammar.Expression.Required("a condition")
        from close in Tokens.Sign(TokenKind.CloseParen).Closing(open, "')'")
        from then in ((Parser<BlockSyntax>)BlockGrammar.Embedded).Required(Empty, "'{'")
        from otherwise in ((Parser<StatementSyntax>)Otherwise).After(Tokens.Word("else"))
        select new IfSyntax(start.To(otherwise ?? then), condition, then, otherwise);

    private static readonly Parser<StatementSyntax> loop =
        from start in Tokens.Word("foreach")
        from open in Tokens.Sign(TokenKind.OpenParen).Required()
        from type in ItemType
        from item in Tokens.Identifier.Required("a name for the item")
        from word in Keyword("in")
        from list in ExpressionGrammar.Expression.Required("a list")
        from close in Tokens.Sign(TokenKind.CloseParen).Closing(open, "')'")
        from body in ((Parser<BlockSyntax>)BlockGrammar.Embedded).Required(Empty, "'{'")
        select new ForEachSyntax(start.To(body), type, item, list, body);

    private static readonly Parser<StatementSyntax> call =
        from value in ExpressionGrammar.Expression
        from end in EndOfCall
        select new CallStatementSyntax(end.Kind == TokenKind.End ? value.Span : value.To(end), value);

    /// <summary>The <c>;</c> behind a statement or declaration.</summary>
    public static readonly Parser<Token> End =
        input =>
        {
            IResult<Token> result = Tokens.Sign(TokenKind.Semicolon).Required(code: DiagnosticCodes.MissingSemicolon)(input);
            if (((TokenInput)input).Is(TokenKind.Semicolon)) ((TokenInput)input).Context.IsPanicking = false;
            return result;
        };

    /// <summary>A statement below another one without a block between.</summary>
    public static readonly Parser<StatementSyntax> Nested = ((Parser<StatementSyntax>)Statement).Nested(at => new SkippedSyntax(Combinators.Gap(at)));

    private static Parser<TypeSyntax?> ItemType =>
        Tokens.Word("var").Return((TypeSyntax?)null).Or(Tokens.Type).Required(_ => null, "'var' or a type before the name of the item");

    private static Parser<Token> EndOfCall =>
        input =>
        {
            var at = (TokenInput)input;
            if (at.Is(TokenKind.Assign))
            {
                at.Context.Report(DiagnosticCodes.Assignment, "a name keeps the value of its declaration; declare another one with 'var'", at.Token.Span);
            }

            return End(input);
        };

    /// <summary>A word that must be there; one that is nearly it is taken for it.</summary>
    public static Parser<Token> Keyword(string word) =>
        input =>
        {
            var at = (TokenInput)input;
            if (at.Token.Is(word) || !at.Is(TokenKind.Identifier) || Text.Spelling.Nearest(at.Token.Text, [word]) is null)
            {
                return Tokens.Word(word).Required()(input);
            }

            at.Context.ReportExpected(at, DiagnosticCodes.UnexpectedToken, $"'{word}'");
            return Result.Success(at.Token, at.Next);
        };

    /// <summary>Any statement or declaration; binding says which may stand where.</summary>
    public static IResult<StatementSyntax> Statement(IInput input)
    {
        var at = (TokenInput)input;
        if (at.Is(TokenKind.OpenBrace)) return BlockGrammar.Block(input);
        if (at.Token.Is("if")) return conditional(input);
        if (at.Token.Is("foreach")) return loop(input);
        if (DeclarationGrammar.Find(at) is { } declaration) return declaration(input);
        return IsCall(at) ? call(input) : NotAStatement(at);
    }

    private static bool IsCall(TokenInput at) => at.Token.Kind switch
    {
        TokenKind.Identifier => !Words.IsForeign(at.Token.Text) && (!Words.IsInstruction(at.Token.Text) || at.Following.Kind == TokenKind.OpenParen)
            && at.Following is not { Kind: TokenKind.Identifier or TokenKind.String or TokenKind.Number or TokenKind.Keyword, IsFirstOnLine: false }
            && at.Following.Kind is not (TokenKind.Colon or TokenKind.OpenBrace),
        TokenKind.String or TokenKind.Number or TokenKind.OpenParen => true,
        TokenKind.Keyword => at.Token.Is("true") || at.Token.Is("false") || at.Token.Is("null") || at.Token.Is("new"),
        _ => false,
    };

    private static IResult<StatementSyntax> NotAStatement(TokenInput at)
    {
        const string Expected = "a declaration or a statement";
        string message = at.Token.Is("else")
            ? "this 'else' belongs to no 'if'"
            : $"{Expected} expected, but {at.Token.Description} stands here{(at.Token.Kind == TokenKind.Identifier ? Words.Advice(at.Token.Text) : "")}";
        if (at.Token.IsBroken) at.Context.IsPanicking = true;
        at.Context.Report(DiagnosticCodes.NotAStatement, message, at.Token.Span);
        return Result.Failure<StatementSyntax>(at, "unexpected token", [Expected]);
    }

    private static IResult<StatementSyntax> Otherwise(IInput input) =>
        ((TokenInput)input).Token.Is("if")
            ? conditional.Nested(Empty)(input)
            : ((Parser<BlockSyntax>)BlockGrammar.Embedded).Required(Empty, "'{' or 'if'")(input);

    private static BlockSyntax Empty(TokenInput at) => new(Combinators.Gap(at), []);
}
