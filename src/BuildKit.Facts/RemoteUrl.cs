namespace BuildKit.Facts;

/// <summary>URLs of remotes as Git takes them: <c>scheme://[user[:password]@]host/path</c>, <c>[user@]host:path</c>, or a path.</summary>
internal static class RemoteUrl
{
    /// <summary>The same place without user and password, which may be a secret and differ from clone to clone.</summary>
    internal static string WithoutUserInfo(string url)
    {
        int scheme = url.IndexOf("://", StringComparison.Ordinal);
        int start = scheme < 0 ? 0 : scheme + 3;
        int slash = url.IndexOf('/', start);
        string authority = slash < 0 ? url[start..] : url[start..slash];
        int at = authority.LastIndexOf('@');
        bool isScp = scheme < 0 && authority.IndexOf(':', StringComparison.Ordinal) > at;
        return at >= 0 && (scheme >= 0 || isScp) ? url[..start] + url[(start + at + 1)..] : url;
    }
}
