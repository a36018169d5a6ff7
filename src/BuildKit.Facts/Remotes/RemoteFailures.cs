using BuildKit.Graph.Facts;
using BuildKit.Oci;
using LibGit2Sharp;

namespace BuildKit.Facts.Remotes;

/// <summary>What is said when a repository elsewhere, or the copy of one, does not give a commit.</summary>
internal static class RemoteFailures
{
    /// <summary>A server refused, or could not be reached. The library says what happened by its message alone.</summary>
    internal static BuildKitException Of(string url, LibGit2SharpException failure)
    {
        string message = failure.Message.TrimEnd('.');
        string advice = message switch
        {
            _ when Says("authentication", "credentials", "status code: 401", "status code: 403") =>
                "Checkout sends no login. Fetch from where none is needed, or by a Run with a secret or an agent of ssh.",
            _ when Says("status code: 404") => "Check the URL in the Buildfile; a server may also answer so where a login is needed, and Checkout sends none.",
            _ when Says("certificate", "SSL") => "Add the server's certificate authority to the system's store or name its file in SSL_CERT_FILE.",
            _ when Says("redirect") => "Write the address that it leads to into the Buildfile, if that is what is meant.",
            _ when Says("resolve address") => "Check the spelling of the URL, and that this machine has a name server.",
            _ => "Check the URL, the network and the proxy (HTTPS_PROXY, NO_PROXY), and what 'git ls-remote' says.",
        };
        return Failed(url, message, advice, failure);

        bool Says(params string[] words) => words.Any(word => message.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A server said nothing any more.</summary>
    internal static BuildKitException Silent(string url, TimeSpan patience) =>
        Failed(url, $"nothing came for {patience.TotalSeconds:0} seconds", "Try again; check the network and the proxy (HTTPS_PROXY, NO_PROXY).", null);

    /// <summary>A commit has what is never checked out.</summary>
    internal static BuildKitException Refused(string commit, string what) =>
        new(FactErrorCodes.CommitRefused, $"The commit {commit} holds {what}: it was made to do harm. Nothing of it was kept.", "Find out who made it, and check out another commit.");

    /// <summary>A commit has no such folder.</summary>
    internal static BuildKitException NoFolder(string commit, string folder) =>
        new(FactErrorCodes.NoFolder, $"The commit {commit} has no folder '{folder}'.", "Correct 'path', which is relative to the root of the repository.");

    /// <summary>A copy lacks what it should have.</summary>
    internal static DamagedCopyException Damaged(string copy, string commit, string what, Exception? cause) => new(
        FactErrorCodes.CopyDamaged,
        $"The commit {commit} cannot be read from {copy}: {what.TrimEnd('.')}.",
        "It was fetched anew and is no better: see what 'git fsck' says of the repository that it comes from.",
        cause);

    private static BuildKitException Failed(string url, string what, string advice, Exception? cause) =>
        new(FactErrorCodes.FetchFailed, $"{url} cannot be fetched from: {what}.", advice, cause);
}
