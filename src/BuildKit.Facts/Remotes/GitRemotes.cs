using System.Collections.Immutable;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using LibGit2Sharp;

namespace BuildKit.Facts.Remotes;

/// <summary>
/// Git repositories elsewhere, by LibGit2Sharp: over https with the machine's certificate authorities and proxies, and without any login. Of its calls only those are used that
/// also answer under NativeAOT, and the commit's name is looked up by hand for the same reason.
/// </summary>
/// <param name="patience">How long a server may say nothing.</param>
public sealed class GitRemotes(TimeSpan patience) : IGitRemotes
{
    private const string Remote = "origin";

    // The store is its user's, whatever ids a user namespace shows.
    static GitRemotes() => GlobalSettings.SetOwnerValidation(false);

    /// <summary>With the patience that registries get.</summary>
    public GitRemotes()
        : this(TimeSpan.FromSeconds(60))
    {
    }

    /// <inheritdoc />
    public Task<string?> ResolveAsync(string url, string reference, CancellationToken ct) =>
        AskAsync(url, _ => RemoteReferences.List(url).Find(reference), ct);

    /// <inheritdoc />
    public bool Contains(string copy, string commit)
    {
        if (!Repository.IsValid(copy))
        {
            return false;
        }

        try
        {
            using var repository = new Repository(copy);
            return repository.Lookup<Commit>(commit) is not null;
        }
        catch (LibGit2SharpException)
        {
            // It is damaged, and what is fetched then is whole.
            return false;
        }
    }

    /// <inheritdoc />
    public async Task<bool> FetchAsync(string url, string commit, string copy, Action<long> report, CancellationToken ct)
    {
        await AskAsync(url, call =>
        {
            using var repository = new Repository(Repository.IsValid(copy) ? copy : Repository.Init(copy, isBare: true));
            new CommitFetch(repository, Named(repository, url), commit, OptionsOf(call, report, ct)).Run(RemoteReferences.List(url));
            return 0;
        }, ct);
        if (Contains(copy, commit))
        {
            return true;
        }

        using var fetched = new Repository(copy);
        return fetched.Lookup(commit) is { } other
            ? throw new BuildKitException(FactErrorCodes.NoCommit, $"{commit} of {url} is no commit but a {other.GetType().Name.ToLowerInvariant()}.", "Name a commit, or a branch or tag of one, in 'ref'.")
            : false;
    }

    /// <inheritdoc />
    public ImmutableArray<GitEntry> Export(string copy, string commit, string? subfolder, string spool, CancellationToken ct)
    {
        try
        {
            using var repository = new Repository(copy);
            return new CommitExport(repository, commit, spool).Run(subfolder, ct);
        }
        catch (LibGit2SharpException failure)
        {
            throw RemoteFailures.Damaged(copy, commit, failure.Message, failure);
        }
    }

    private async Task<T> AskAsync<T>(string url, Func<WatchedCall, T> ask, CancellationToken ct)
    {
        var call = new WatchedCall(patience);
        try
        {
            return await call.RunAsync(() => ask(call), ct).ConfigureAwait(false);
        }
        catch (LibGit2SharpException failure)
        {
            ct.ThrowIfCancellationRequested();
            throw RemoteFailures.Of(url, failure);
        }
        catch (TimeoutException)
        {
            throw RemoteFailures.Silent(url, patience);
        }
    }

    private static string Named(Repository repository, string url)
    {
        if (repository.Network.Remotes[Remote] is null)
        {
            repository.Network.Remotes.Add(Remote, url, CommitFetch.Everything[0]);
        }

        return Remote;
    }

    private static FetchOptions OptionsOf(WatchedCall call, Action<long> report, CancellationToken ct) => new()
    {
        TagFetchMode = TagFetchMode.None,
        ProxyOptions = { ProxyType = ProxyType.Auto },
        OnProgress = _ => call.Goes(ct),
        OnTransferProgress = progress =>
        {
            report(progress.ReceivedBytes);
            return call.Goes(ct);
        },
    };
}
