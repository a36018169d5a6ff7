namespace BuildKit.Graph.Evaluation.Texts;

/// <summary><c>path[:tag]</c> of an OCI layout. A colon belongs to the path where what follows it is no tag.</summary>
internal static class LayoutPath
{
    internal static (string Path, string? Tag) Split(string text)
    {
        int colon = text.LastIndexOf(':');
        return colon > 0 && IsTag(text.AsSpan(colon + 1)) ? (text[..colon], text[(colon + 1)..]) : (text, null);
    }

    private static bool IsTag(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= 128
        && (char.IsAsciiLetterOrDigit(text[0]) || text[0] == '_')
        && !text.ContainsAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
}
