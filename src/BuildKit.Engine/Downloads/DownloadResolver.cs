using System.Collections.Concurrent;
using BuildKit.Engine.Bases;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Downloads;

/// <summary>Turns URLs into digests: by <c>buildkit.lock</c>, else by a download, whose file is then here for the build. Safe for concurrent use.</summary>
public sealed class DownloadResolver
{
    private readonly BaseSources sources;
    private readonly PullPolicy policy;
    private readonly BasePins pins;
    private readonly DownloadFetcher fetcher;
    private readonly ConcurrentDictionary<string, Lazy<Task<Digest>>> known = new(StringComparer.Ordinal);

    internal DownloadResolver(BaseSources sources, PullPolicy policy, BasePins pins)
    {
        (this.sources, this.policy, this.pins) = (sources, policy, pins);
        fetcher = new DownloadFetcher(sources, policy);
    }

    /// <summary>The SHA-256 of what a URL means. One that is met for the first time is remembered for <see cref="BaseResolver.SaveLockAsync"/>.</summary>
    /// <exception cref="BuildKitException">It is not pinned and may not be (BK4274), cannot be had (BK4170, BK4172, BK4272), or the lock file is wrong (BK2590, BK2591, BK4273).</exception>
    public Task<Digest> ResolveAsync(string url, CancellationToken ct) => known.GetOrAdd(url, _ => new Lazy<Task<Digest>>(() => FindAsync(url, ct))).Value;

    private async Task<Digest> FindAsync(string url, CancellationToken ct)
    {
        if (policy != PullPolicy.Always && pins.FindDownload(url) is { } pin)
        {
            return pin;
        }

        if (policy == PullPolicy.Locked)
        {
            throw DownloadFailures.NotLocked(url, sources.LockFile);
        }

        Digest content = await fetcher.AskAsync(url, ct);
        pins.AddDownload(url, content);
        return content;
    }
}
