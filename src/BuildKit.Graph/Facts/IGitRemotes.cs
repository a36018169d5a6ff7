using System.Collections.Immutable;
using BuildKit.Oci;

namespace BuildKit.Graph.Facts;

/// <summary>
/// Git repositories elsewhere, and bare copies of them on this machine. The caller sees to it that nobody else writes to a copy meanwhile. Behind <c>Checkout</c>.
/// </summary>
public interface IGitRemotes
{
    /// <summary>The commit that a branch or tag means at a repository now; null where the repository has no such name.</summary>
    /// <exception cref="BuildKitException">The repository cannot be asked (BK4173).</exception>
    Task<string?> ResolveAsync(string url, string reference, CancellationToken ct);

    /// <summary>Whether a copy has a commit; false where there is no copy.</summary>
    bool Contains(string copy, string commit);

    /// <summary>Brings a commit with its history into a copy, which is made where there is none; what is there already is not fetched again.</summary>
    /// <param name="report">Hears how many bytes have come.</param>
    /// <returns>Whether the repository has it.</returns>
    /// <exception cref="BuildKitException">The repository cannot be fetched from (BK4173), or the digits name something else than a commit (BK4174).</exception>
    Task<bool> FetchAsync(string url, string commit, string copy, Action<long> report, CancellationToken ct);

    /// <summary>All that a commit of a copy has, or one folder of it, a folder before what is in it. The bytes of files are written to new files.</summary>
    /// <param name="subfolder">The folder, by its path without slashes at its ends; null for the root.</param>
    /// <param name="spool">The folder of the new files.</param>
    /// <exception cref="BuildKitException">The copy is damaged (BK4179), the commit has no such folder (BK4177), or names that nobody may check out (BK4176).</exception>
    ImmutableArray<GitEntry> Export(string copy, string commit, string? subfolder, string spool, CancellationToken ct);
}
