using BuildKit.Language.Diagnostics;
using BuildKit.Language.Syntax;
using Sprache;

namespace BuildKit.Language.Parsing;

/// <summary>Which declaration begins at a token, and the declarations of values.</summary>
internal static class DeclarationGrammar
{
    private static readonly Parser<StatementSyntax> use =
        from start in Tokens.Word("using")
        from path in ((Parser<StringSyntax>)StringGrammar.Literal).Required(NoPath, "the path of a file, as a string")
        from word in StatementGrammar.Keyword("as")
        from alias in Tokens.Identifier.Required("a name for the file")
        from arguments in CollectionGrammar.With.Optional()
        from end in StatementGrammar.End
        select new UsingSyntax(start.To(arguments.GetOrDefault() ?? (SyntaxNode)alias).To(end), path, alias, arguments.GetOrDefault());

    private static readonly Parser<StatementSyntax> parameter =
        from start in Tokens.Word("param")
        from type in RequiredType
        from name in Tokens.Identifier.Required("a name for the parameter")
        from value in ExpressionGrammar.Expression.Required("a default").After(Tokens.Sign(TokenKind.Assign))
        from allowed in ExpressionGrammar.Expression.Required("a list of what is allowed").After(Tokens.Word("in"))
        from end in StatementGrammar.End
        select new ParamSyntax(start.To(allowed ?? value ?? (SyntaxNode)name).To(end), type, name, value, allowed);

    private static readonly Parser<StatementSyntax> secret =
        from start in Tokens.Word("secret")
        from name in Tokens.Identifier.Required("a name for the secret")
        from value in AssignedValue
        from end in StatementGrammar.End
        select new SecretSyntax(start.To(value).To(end), name, value);

    private static readonly Parser<StatementSyntax> variable =
        from start in Tokens.Word("var")
        from name in Tokens.Identifier.Required("a name for the variable")
        from value in AssignedValue
        from end in StatementGrammar.End
        select new VarSyntax(start.To(value).To(end), null, name, value);

    private static readonly Parser<StatementSyntax> typed =
        from type in Tokens.Type
        from name in Tokens.Identifier.Required("a name")
        from declaration in (Parser<StatementSyntax>)(input =>
            (((TokenInput)input).Is(TokenKind.OpenParen) ? CallableGrammar.Function(type, name) : TypedVariable(type, name))(input))
        select declaration;

    /// <summary>The type of a parameter.</summary>
    public static Parser<TypeSyntax> ParameterType { get; } = ((Parser<TypeSyntax>)OtherType).Or(Tokens.Type);

    private static Parser<ExpressionSyntax> AssignedValue =>
        from assign in Tokens.Sign(TokenKind.Assign).Required()
        from value in ExpressionGrammar.Expression.Required("a value")
        select value;

    /// <summary>A type that must be there; one without a name stands where it is missing.</summary>
    public static Parser<TypeSyntax> RequiredType { get; } =
        ParameterType.Required(at => new TypeSyntax(Combinators.Gap(at), "", false));

    /// <summary>The declaration that begins here; null where none does.</summary>
    public static Parser<StatementSyntax>? Find(TokenInput at)
    {
        if (at.Token.Is("var")) return variable;
        if (at.Token.Text is "string" or "int" or "bool" && at.Following.Kind is TokenKind.Identifier or TokenKind.OpenBracket) return typed;
        if (!Recovery.IsDeclaration(at)) return null;
        return at.Token.Text switch
        {
            "using" => use,
            "param" => parameter,
            "secret" => secret,
            "steps" => CallableGrammar.Steps,
            "stage" => TargetGrammar.Stage,
            "image" => TargetGrammar.Image,
            "test" => TargetGrammar.Test,
            _ => TargetGrammar.Environment,
        };
    }

    private static Parser<StatementSyntax> TypedVariable(TypeSyntax type, IdentifierSyntax name) =>
        from value in AssignedValue
        from end in StatementGrammar.End
        select new VarSyntax(type.To(value).To(end), type, name, value);

    /// <summary>A name that is no type, where a type should stand.</summary>
    private static IResult<TypeSyntax> OtherType(IInput input)
    {
        var at = (TokenInput)input;
        bool isType = at.Token.Text is "string" or "int" or "bool";
        if (isType || at is not { Token.Kind: TokenKind.Identifier, Following.Kind: TokenKind.Identifier or TokenKind.OpenBracket })
        {
            return Result.Failure<TypeSyntax>(input, "unexpected token", ["a type: string, int or bool"]);
        }

        at.Context.Report(
            DiagnosticCodes.UnknownType, $"'{at.Token.Text}' is no type; the types are string, int, bool and lists of them such as string[]", at.Token.Span);
        bool isList = at.Following.Kind == TokenKind.OpenBracket && at.Next.Following.Kind == TokenKind.CloseBracket;
        return Result.Success(new TypeSyntax(at.Token.Span, at.Token.Text, isList), isList ? at.Next.Next.Next : at.Next);
    }

    private static StringSyntax NoPath(TokenInput at) => new(Combinators.Gap(at), StringForm.Plain, 0, []);
}
