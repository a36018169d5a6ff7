using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>A statement that declares something under a name. Binding says where which declaration may stand.</summary>
public abstract record DeclarationSyntax(SourceSpan Span) : StatementSyntax(Span);
