namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>Addresses of files (RFC 3986).</summary>
internal static class FileUrl
{
    /// <summary>What is wrong with a URL as one to download from; null where nothing is.</summary>
    internal static string? ProblemOf(string text) =>
        text.Length == 0 || text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)) || !Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            ? "is no absolute URL such as https://example.com/file.tar.gz"
            : url.Scheme is not ("https" or "http") ? $"is of the scheme '{url.Scheme}', and files come by https or http"
            : url.Host.Length == 0 ? "has no host"
            : url.UserInfo.Length > 0 ? "holds a user or password, which would be in the graph and the image's history; Download sends none"
            : null;

    /// <summary>The last name of a URL's path, unescaped; null where it is none that a file can have.</summary>
    internal static string? NameOf(string text)
    {
        string name = Uri.UnescapeDataString(new Uri(text).Segments[^1]);
        return name is "" or "." or ".." || name.Contains('/', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal) ? null : name;
    }
}
