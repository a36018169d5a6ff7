using BuildKit.Language.Syntax;
using Sprache;

namespace BuildKit.Language.Parsing;

/// <summary>Stages, images, tests and environments.</summary>
internal static class TargetGrammar
{
    private static readonly Parser<BlockSyntax> body = BlockGrammar.Body;

    private static readonly Parser<ExpressionSyntax> origin =
        from word in StatementGrammar.Keyword("from")
        from value in word.Kind == TokenKind.End
            ? input => Result.Success(ExpressionGrammar.Missing((TokenInput)input), input)
            : ExpressionGrammar.Expression.Required("a base: a reference such as \"debian:12\", scratch, or the name of a stage or image")
        select value;

    private static readonly Parser<ExpressionSyntax> imageName =
        ((Parser<ExpressionSyntax>)Name).Required("a name for the image");

    /// <summary><c>stage Name from base on build { ... }</c></summary>
    public static readonly Parser<StatementSyntax> Stage =
        from start in Tokens.Word("stage")
        from name in Tokens.Identifier.Required("a name for the stage")
        from source in origin
        from place in Tokens.Identifier.Required("'build'").After(Tokens.Word("on"))
        from block in body
        select new StageSyntax(start.To(block), name, source, place, block);

    /// <summary><c>image Name from base for [platforms] { ... }</c></summary>
    public static readonly Parser<StatementSyntax> Image =
        from start in Tokens.Word("image")
        from name in imageName
        from source in origin
        from platforms in ExpressionGrammar.Expression.Required("a list of platforms").After(Tokens.Word("for"))
        from block in body
        select new ImageSyntax(start.To(block), name, source, platforms, block);

    /// <summary><c>test Name of Image { ... }</c></summary>
    public static readonly Parser<StatementSyntax> Test =
        from start in Tokens.Word("test")
        from name in Tokens.Identifier.Required("a name for the test")
        from word in StatementGrammar.Keyword("of")
        from image in ExpressionGrammar.Expression.Required("the name of an image")
        from block in body
        select new TestSyntax(start.To(block), name, image, block);

    /// <summary><c>environment Name { ... }</c></summary>
    public static readonly Parser<StatementSyntax> Environment =
        from start in Tokens.Word("environment")
        from name in Tokens.Identifier.Required("a name for the environment")
        from block in body
        select new EnvironmentSyntax(start.To(block), name, block);

    private static IResult<ExpressionSyntax> Name(IInput input) =>
        ((TokenInput)input).Is(TokenKind.String)
            ? StringGrammar.String(input)
            : Tokens.Identifier.Select(name => (ExpressionSyntax)new NameSyntax(name.Span, name.Name))(input);
}
