using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>A stretch of a string literal: <see cref="TextPartSyntax"/> or <see cref="HoleSyntax"/>.</summary>
public abstract record StringPartSyntax(SourceSpan Span) : SyntaxNode(Span);
