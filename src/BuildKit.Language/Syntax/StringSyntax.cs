using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>A string literal of any form.</summary>
/// <param name="Form">How it is written.</param>
/// <param name="Dollars">How many <c>$</c> stand before it; 0 means that it has no holes.</param>
/// <param name="Parts">Text and holes by turns; empty for an empty string.</param>
public sealed record StringSyntax(SourceSpan Span, StringForm Form, int Dollars, ImmutableArray<StringPartSyntax> Parts) : ExpressionSyntax(Span)
{
    /// <inheritdoc />
    public override ImmutableArray<SyntaxNode> Children => [.. Parts];

    /// <summary>The value of a literal without holes; null where it has some.</summary>
    public string? Constant => Parts switch
    {
        [] => "",
        [TextPartSyntax text] => text.Value,
        _ => null,
    };
}
