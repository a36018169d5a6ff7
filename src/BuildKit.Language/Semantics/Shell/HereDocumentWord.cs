namespace BuildKit.Language.Semantics.Shell;

/// <summary>The word that ends a here-document.</summary>
internal static class HereDocumentWord
{
    /// <summary>The word behind a <c>&lt;&lt;</c>, without its quotes; null where none stands there, as in <c>&lt;&lt;&lt;</c>.</summary>
    public static string? At(string line, int start)
    {
        int at = start;
        if (at < line.Length && line[at] == '-') at++;
        while (at < line.Length && line[at] is ' ' or '\t') at++;
        if (at < line.Length && line[at] is '\'' or '"' or '\\') at++;
        int end = at;
        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] == '_')) end++;
        return end > at && !char.IsAsciiDigit(line[at]) ? line[at..end] : null;
    }
}
