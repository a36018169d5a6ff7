namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>Addresses of Git repositories elsewhere.</summary>
internal static class RepositoryUrl
{
    /// <summary>What is wrong with a URL as one to fetch from; null where nothing is.</summary>
    internal static string? ProblemOf(string text) =>
        text.Length == 0 || text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)) || !Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            ? "is no absolute URL such as https://example.com/team/library.git"
            : url.Scheme is not ("https" or "http") ? $"is of the scheme '{url.Scheme}', and Checkout fetches by https"
            : url.Host.Length == 0 ? "has no host"
            : url.UserInfo.Length > 0 ? "holds a user or password, which would be in the graph and the image's history; Checkout sends none"
            : url.Query.Length > 0 || url.Fragment.Length > 0 ? "has a query or fragment; a branch, tag or commit is said by 'ref'"
            : url.Scheme == "http" && !url.IsLoopback ? "is plain http to another machine, so that anybody on the way could choose the commit; use https"
            : null;
}
