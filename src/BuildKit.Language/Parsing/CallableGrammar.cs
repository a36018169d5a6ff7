using System.Collections.Immutable;
using BuildKit.Language.Syntax;
using Sprache;

namespace BuildKit.Language.Parsing;

/// <summary>Functions and steps.</summary>
internal static class CallableGrammar
{
    private static readonly Parser<ParameterSyntax> parameter =
        from type in DeclarationGrammar.ParameterType
        from name in Tokens.Identifier.Required("a name for the parameter")
        from value in ExpressionGrammar.Expression.Required("a default").After(Tokens.Sign(TokenKind.Assign))
        select new ParameterSyntax(value is null ? type.To(name) : type.To(value), type, name, value);

    private static readonly Parser<ImmutableArray<ParameterSyntax>> parameters =
        from open in Tokens.Sign(TokenKind.OpenParen).Required()
        from elements in parameter.CommaSeparated(TokenKind.CloseParen, MissingParameter, trailing: false)
        from close in Tokens.Sign(TokenKind.CloseParen).Closing(open, elements.IsEmpty ? "a parameter or ')'" : "',' or ')'")
        select elements;

    /// <summary><c>steps Name(parameters) { ... }</c></summary>
    public static readonly Parser<StatementSyntax> Steps =
        from start in Tokens.Word("steps")
        from name in Tokens.Identifier.Required("a name for the steps")
        from declared in parameters
        from body in (Parser<BlockSyntax>)BlockGrammar.Body
        select new StepsSyntax(start.To(body), name, declared, body);

    /// <summary>What stands behind the type and name of a function.</summary>
    public static Parser<StatementSyntax> Function(TypeSyntax type, IdentifierSyntax name) =>
        from declared in parameters
        from arrow in Tokens.Of(TokenKind.Arrow, "'=>' and a value").Required()
        from body in ExpressionGrammar.Expression.Required("a value behind '=>'")
        from end in StatementGrammar.End
        select new FunctionSyntax(type.To(body).To(end), type, name, declared, body);

    private static ParameterSyntax MissingParameter(TokenInput at) =>
        new(Combinators.Gap(at), new TypeSyntax(Combinators.Gap(at), "", false), new IdentifierSyntax(Combinators.Gap(at), ""), null);
}
