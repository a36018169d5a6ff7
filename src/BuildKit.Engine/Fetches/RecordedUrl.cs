namespace BuildKit.Engine.Fetches;

/// <summary>Under which URL the lock has what was fetched.</summary>
internal static class RecordedUrl
{
    // What lends access for a while: such a query is another one in every build, and nothing to commit.
    private static readonly HashSet<string> Credentials = new(StringComparer.OrdinalIgnoreCase)
    {
        "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token", "X-Goog-Signature", "X-Goog-Credential", "AWSAccessKeyId", "Signature", "Key-Pair-Id", "sig", "jwt",
        "token", "access_token", "auth", "apikey", "api_key", "key", "password",
    };

    /// <summary>The URL; without its query where that holds a signature or a key; null where a secret of the run occurs in it.</summary>
    /// <param name="secrets">The texts that must not be seen.</param>
    internal static string? Of(RequestTarget target, IReadOnlyCollection<string> secrets)
    {
        int query = target.PathAndQuery.IndexOf('?', StringComparison.Ordinal);
        bool isSigned = query >= 0 && target.PathAndQuery[(query + 1)..].Split('&').Any(pair => Credentials.Contains(Uri.UnescapeDataString(pair.Split('=')[0])));
        string url = (isSigned ? target with { PathAndQuery = target.PathAndQuery[..query] } : target).ToString();
        string plain = Uri.UnescapeDataString(url);
        return secrets.Any(secret => url.Contains(secret, StringComparison.Ordinal) || plain.Contains(secret, StringComparison.Ordinal)) ? null : url;
    }
}
