using System.Collections.Concurrent;
using BuildKit.Engine.Bases;
using BuildKit.Oci;

namespace BuildKit.Engine.Checkouts;

/// <summary>Turns branches and tags into commits: by <c>buildkit.lock</c>, else by what the repository says. Fetches nothing. Safe for concurrent use.</summary>
public sealed class CheckoutResolver
{
    private readonly BaseSources sources;
    private readonly PullPolicy policy;
    private readonly BasePins pins;
    private readonly ConcurrentDictionary<(string Url, string Reference), Lazy<Task<string>>> known = new();

    internal CheckoutResolver(BaseSources sources, PullPolicy policy, BasePins pins) => (this.sources, this.policy, this.pins) = (sources, policy, pins);

    /// <summary>The commit that a branch or tag means. One that is met for the first time is remembered for <see cref="BaseResolver.SaveLockAsync"/>.</summary>
    /// <exception cref="BuildKitException">It is not pinned and may not be (BK4274, BK4272), is not there (BK4175), cannot be asked for (BK4173, BK4279), or the lock file is wrong (BK2590, BK2591, BK4273).</exception>
    public Task<string> ResolveAsync(string url, string reference, CancellationToken ct) =>
        known.GetOrAdd((url, reference), _ => new Lazy<Task<string>>(() => FindAsync(url, reference, ct))).Value;

    private async Task<string> FindAsync(string url, string reference, CancellationToken ct)
    {
        if (policy != PullPolicy.Always && pins.FindCheckout(url, reference) is { } pin)
        {
            return pin;
        }

        switch (policy)
        {
            case PullPolicy.Locked:
                throw CheckoutFailures.NotLocked(url, reference, sources.LockFile);
            case PullPolicy.Never:
                throw CheckoutFailures.Forbidden(url, reference);
        }

        string commit = await (sources.Git ?? throw CheckoutFailures.NoGit(url)).ResolveAsync(url, reference, ct)
            ?? throw CheckoutFailures.NoReference(url, reference);
        pins.AddCheckout(url, reference, commit);
        return commit;
    }
}
