using System.Collections.Immutable;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Collection;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Checkouts;

/// <summary>
/// Reads commits from the store's copies of repositories, one for each URL, and fetches what they lack: once even where several steps or builds want it at the same time.
/// </summary>
/// <param name="sources">The store of the copies, and what fetches.</param>
/// <param name="policy">Whether a server may be asked.</param>
internal sealed class CheckoutFetcher(BaseSources sources, PullPolicy policy)
{
    /// <summary>Writes the files of a commit into a folder. Where the commit is here, no server is asked.</summary>
    /// <param name="report">Hears how many bytes have come.</param>
    /// <exception cref="BuildKitException">It cannot be had (BK4173, BK4174, BK4175, BK4272, BK4279), or has no such folder, or what nobody may check out (BK4176, BK4177).</exception>
    internal async Task<ImmutableArray<GitEntry>> ExportAsync(CheckoutStep step, string commit, string spool, Action<long> report, CancellationToken ct)
    {
        IGitRemotes git = sources.Git ?? throw CheckoutFailures.NoGit(step.Url);
        string hex = Digest.Of(System.Text.Encoding.UTF8.GetBytes(step.Url)).Hex;
        string copy = Path.Combine(sources.Copies.Paths.Checkouts, hex);
        using RangeLock once = await sources.Copies.Locks.AcquireAsync("checkout/" + hex, exclusive: true, ct);
        bool fetches = !git.Contains(copy, commit);
        if (fetches)
        {
            await FetchAsync(git, step, commit, copy, report, ct);
        }

        LastUse.Note(copy);
        try
        {
            return git.Export(copy, commit, step.Subfolder, spool, ct);
        }
        catch (DamagedCopyException) when (!fetches)
        {
            // As a crash of the machine can leave it.
            SnapshotStore.RemoveTree(copy);
            SnapshotStore.RemoveTree(spool);
            Directory.CreateDirectory(spool);
            await FetchAsync(git, step, commit, copy, report, ct);
            return git.Export(copy, commit, step.Subfolder, spool, ct);
        }
    }

    private async Task FetchAsync(IGitRemotes git, CheckoutStep step, string commit, string copy, Action<long> report, CancellationToken ct)
    {
        if (policy == PullPolicy.Never)
        {
            throw CheckoutFailures.Forbidden(step.Url, commit);
        }

        PrivateFolder.Create(sources.Copies.Paths.Checkouts);
        if (!await git.FetchAsync(step.Url, commit, copy, report, ct))
        {
            throw CheckoutFailures.Gone(step, commit);
        }
    }
}
