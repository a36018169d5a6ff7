using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Parsing;

/// <summary>Text of a string, or the tokens of a hole.</summary>
/// <param name="Span">Its place; that of a hole has the braces.</param>
/// <param name="Text">The text; null for a hole.</param>
/// <param name="Hole">The tokens of a hole, an end token last; default for text.</param>
internal readonly record struct StringPiece(SourceSpan Span, string? Text, ImmutableArray<Token> Hole);
