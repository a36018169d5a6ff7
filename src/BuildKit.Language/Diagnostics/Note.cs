using BuildKit.Language.Text;

namespace BuildKit.Language.Diagnostics;

/// <summary>A second place or a cure that belongs to a diagnostic, such as the earlier declaration of a name.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="Span">The place meant, or null where the note is about none.</param>
public sealed record Note(string Message, SourceSpan? Span = null);
