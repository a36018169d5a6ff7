using BuildKit.Language.Syntax;
using Sprache;

namespace BuildKit.Language.Parsing;

/// <summary>Lists, and values under names.</summary>
internal static class CollectionGrammar
{
    private static readonly Parser<ListElementSyntax> spread =
        from dots in Tokens.Of(TokenKind.DotDot, "'..'")
        from value in ExpressionGrammar.Expression.Required("a list behind '..'")
        select new ListElementSyntax(dots.To(value), value, true);

    private static readonly Parser<ListElementSyntax> single =
        from value in (Parser<ExpressionSyntax>)(input => ExpressionGrammar.Expression(input))
        select new ListElementSyntax(value.Span, value, false);

    private static readonly Parser<PropertySyntax> property =
        from name in Tokens.Identifier
        from value in ExpressionGrammar.Expression.Required("a value behind '='").After(Tokens.Sign(TokenKind.Assign))
        select new PropertySyntax(value is null ? name.Span : name.To(value), name, value ?? new NameSyntax(name.Span, name.Name));

    /// <summary><c>[a, ..b]</c></summary>
    public static readonly Parser<ExpressionSyntax> List =
        from open in Tokens.Sign(TokenKind.OpenBracket)
        from elements in ((Parser<ListElementSyntax>)Element).CommaSeparated(TokenKind.CloseBracket, MissingElement, trailing: true)
        from close in Tokens.Sign(TokenKind.CloseBracket).Closing(open, elements.IsEmpty ? "a value or ']'" : "',' or ']'")
        select new ListSyntax(open.Span.To(elements.IsEmpty ? open.Span : elements[^1].Span).To(close), elements);

    /// <summary><c>new { name = value }</c></summary>
    public static readonly Parser<ExpressionSyntax> Object = Properties(Tokens.Word("new"));

    /// <summary><c>with { name = value }</c></summary>
    public static readonly Parser<ObjectSyntax> With = Properties(Tokens.Word("with"));

    private static Parser<ObjectSyntax> Properties(Parser<Token> word) =>
        from start in word
        from open in Tokens.Sign(TokenKind.OpenBrace).Required()
        from properties in property.CommaSeparated(TokenKind.CloseBrace, MissingProperty, trailing: true)
        from close in Tokens.Sign(TokenKind.CloseBrace).Closing(open, properties.IsEmpty ? "a name or '}'" : "',' or '}'")
        select new ObjectSyntax(start.To(open).To(properties.IsEmpty ? open.Span : properties[^1].Span).To(close), properties);

    private static IResult<ListElementSyntax> Element(IInput input) =>
        ((TokenInput)input).Is(TokenKind.DotDot) ? spread(input) : single(input);

    private static ListElementSyntax MissingElement(TokenInput at) => new(Combinators.Gap(at), ExpressionGrammar.Missing(at), false);

    private static PropertySyntax MissingProperty(TokenInput at) =>
        new(Combinators.Gap(at), new IdentifierSyntax(Combinators.Gap(at), ""), ExpressionGrammar.Missing(at));
}
