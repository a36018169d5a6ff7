namespace BuildKit.Engine.Fetches;

/// <summary>What the connections of one run have in common.</summary>
/// <param name="Authority">Makes the certificates that the run trusts.</param>
/// <param name="Upstream">Speaks to the hosts.</param>
/// <param name="Log">What the run may reach, and what it fetched.</param>
/// <param name="Secrets">Texts that are in no URL of the lock.</param>
internal sealed record ProxyRules(ProxyAuthority Authority, Upstream Upstream, FetchLog Log, IReadOnlyCollection<string> Secrets);
