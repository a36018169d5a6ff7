using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>Something that stands in a block or at the top level of a file.</summary>
public abstract record StatementSyntax(SourceSpan Span) : SyntaxNode(Span);
