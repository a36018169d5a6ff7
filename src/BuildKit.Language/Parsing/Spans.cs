using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Language.Parsing;

/// <summary>Spans from one thing to another.</summary>
internal static class Spans
{
    public static SourceSpan To(this SourceSpan start, SourceSpan end) => start with { Length = Math.Max(start.End, end.End) - start.Start };

    public static SourceSpan To(this SourceSpan start, Token end) => start.To(end.Span);

    public static SourceSpan To(this Token start, Token end) => start.Span.To(end.Span);

    public static SourceSpan To(this Token start, SyntaxNode end) => start.Span.To(end.Span);

    public static SourceSpan To(this SyntaxNode start, SyntaxNode end) => start.Span.To(end.Span);

    public static SourceSpan To(this SyntaxNode start, Token end) => start.Span.To(end.Span);
}
