using LibGit2Sharp;

namespace BuildKit.Facts.Remotes;

/// <summary>Fetches one commit with its history, and as little else as the server allows. What the copy has already is not sent again.</summary>
internal sealed class CommitFetch(Repository repository, string remote, string commit, FetchOptions options)
{
    /// <summary>All branches and tags.</summary>
    internal static string[] Everything { get; } = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];

    private bool IsHere => repository.Lookup<Commit>(commit) is not null;

    /// <summary>By a name that it has now, else by its digits, else by all names: it may lie behind one of them.</summary>
    internal void Run(RemoteReferences references)
    {
        if (references.NameOf(commit) is { } name)
        {
            Fetch($"+{name}:refs/buildkit/{commit}");
        }

        if (!IsHere && !TryByDigits())
        {
            Fetch(Everything);
        }
    }

    private bool TryByDigits()
    {
        try
        {
            Fetch($"+{commit}:refs/buildkit/{commit}");
            return IsHere;
        }
        catch (LibGit2SharpException failure) when (failure is not UserCancelledException)
        {
            // Servers need not allow it, and say so in different ways.
            return false;
        }
    }

    private void Fetch(params string[] what) => repository.Network.Fetch(remote, what, options);
}
