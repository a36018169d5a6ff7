using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>Something that has a value.</summary>
public abstract record ExpressionSyntax(SourceSpan Span) : SyntaxNode(Span);
