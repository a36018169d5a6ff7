using BuildKit.Engine.Bases;
using BuildKit.Graph.Lock;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Fetches;

/// <summary>The fetches of <c>buildkit.lock</c>: what runs with a list of hosts fetched, and with <c>--locked</c> all that they may. Safe for concurrent use.</summary>
public sealed class FetchLock
{
    private readonly LockDocument document;
    private readonly Lazy<LockFile> read;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="sources">Where the lock is.</param>
    /// <param name="policy">With <see cref="PullPolicy.Locked"/>, runs keep to the file and it stays as it is.</param>
    public FetchLock(BaseSources sources, PullPolicy policy)
    {
        document = new LockDocument(sources.LockFile, sources.Store.Locks);
        read = new Lazy<LockFile>(document.Read);
        IsLocked = policy == PullPolicy.Locked;
    }

    /// <summary>Whether runs get only what the file has.</summary>
    internal bool IsLocked { get; }

    /// <summary>What the file says of a URL; null where nothing.</summary>
    /// <exception cref="BuildKitException">The file is wrong (BK2590, BK2591, BK4273).</exception>
    internal Digest? Find(string url) => read.Value.Fetches.TryGetValue(url, out Digest digest) ? digest : null;

    /// <summary>Adds what a run fetched to what the file says now; nothing that it says of other URLs goes. Does nothing where runs keep to the file.</summary>
    /// <returns>The URLs that gave something else before, in ordinal order, with what they gave and give.</returns>
    /// <exception cref="BuildKitException">The file cannot be written (BK4273), is wrong, or would be too large (BK4278).</exception>
    internal async Task<IReadOnlyList<(string Url, Digest Before, Digest Now)>> AddAsync(IReadOnlyDictionary<string, Digest> fetched, CancellationToken ct)
    {
        if (IsLocked || fetched.Count == 0)
        {
            return [];
        }

        LockChange change = await document.UpdateAsync(file => file.With(fetched), ct);
        return
        [
            .. fetched.OrderBy(fetch => fetch.Key, StringComparer.Ordinal)
                .Where(fetch => change.Before.Fetches.TryGetValue(fetch.Key, out Digest before) && before != fetch.Value)
                .Select(fetch => (fetch.Key, change.Before.Fetches[fetch.Key], fetch.Value)),
        ];
    }
}
