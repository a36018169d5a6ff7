namespace BuildKit.Graph.Configuration;

/// <summary>Paths inside an image: forward slashes, absolute, joined lexically as Docker does (no link is looked at).</summary>
public static class ImagePath
{
    /// <summary>
    /// The absolute path that <paramref name="path"/> means in <paramref name="workDir"/> (null or empty: <c>/</c>), without <c>.</c>, <c>..</c>,
    /// doubled or trailing slashes. <c>..</c> stops at the root.
    /// </summary>
    public static string Resolve(string? workDir, string path)
    {
        var parts = new List<string>();
        if (!path.StartsWith('/') && !string.IsNullOrEmpty(workDir))
        {
            Walk(parts, workDir);
        }

        Walk(parts, path);
        return "/" + string.Join('/', parts);
    }

    /// <summary>Whether a destination is written as a folder: it ends in a slash, or its last part is <c>.</c> or <c>..</c>.</summary>
    public static bool MeansFolder(string path) =>
        path is "." or ".." || path.EndsWith('/') || path.EndsWith("/.", StringComparison.Ordinal) || path.EndsWith("/..", StringComparison.Ordinal);

    private static void Walk(List<string> parts, string path)
    {
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }
    }
}
