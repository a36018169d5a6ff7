using BuildKit.Engine.Execution;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Fetches;

/// <summary>What one run fetched, and what it asked for in vain. Safe for concurrent use.</summary>
/// <param name="access">The hosts that it may reach.</param>
/// <param name="locked">What <c>buildkit.lock</c> says of a URL; null where a run need not keep to it.</param>
/// <param name="output">Hears what the author of the Buildfile should know, each thing once.</param>
internal sealed class FetchLog(NetworkAccess access, Func<string, Digest?>? locked, RunOutput output)
{
    private const int MostNotices = 100;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Digest> fetched = new(StringComparer.Ordinal);
    private readonly SortedSet<string> refused = new(StringComparer.Ordinal);
    private readonly SortedSet<string> unlocked = new(StringComparer.Ordinal);
    private readonly HashSet<string> notices = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (Digest Locked, Digest Now)> changed = new(StringComparer.Ordinal);

    /// <summary>URL to the digest of what it gave, a copy.</summary>
    internal IReadOnlyDictionary<string, Digest> Fetched
    {
        get
        {
            lock (gate)
            {
                return new Dictionary<string, Digest>(fetched, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>A sentence about the hosts that were refused; null where none was.</summary>
    internal string? Refusals
    {
        get
        {
            lock (gate)
            {
                return refused.Count == 0 ? null : output.Blotted($"The run asked for {Some(refused)}, which is not in network: {ListText}.");
            }
        }
    }

    private string ListText => $"[{string.Join(", ", access.Hosts.Select(host => $"\"{host}\""))}]";

    /// <summary>Whether the run may speak to a host.</summary>
    /// <exception cref="RequestProblem">It may not, which is noted.</exception>
    internal void Check(RequestTarget target)
    {
        if (access.Allows(target.Host, target.Port))
        {
            return;
        }

        string asked = target.Authority;
        lock (gate)
        {
            if (refused.Count < MostNotices)
            {
                refused.Add(asked);
            }
        }

        Tell($"the run asked for {asked}, which is not in network: {ListText}");
        throw new RequestProblem(403, $"This run may not reach {asked}: network: {ListText} of its step does not name it.");
    }

    /// <summary>Whether the run may have what a URL gives; where it may not, that is noted.</summary>
    internal bool MayHave(string url)
    {
        if (locked is null || locked(url) is not null)
        {
            return true;
        }

        lock (gate)
        {
            unlocked.Add(url);
        }

        return false;
    }

    /// <summary>Notes what a URL gave.</summary>
    internal void Add(string url, Digest digest)
    {
        bool differs;
        lock (gate)
        {
            differs = fetched.TryGetValue(url, out Digest before) && before != digest;
            fetched[url] = digest;
            if (locked?.Invoke(url) is { } expected && expected != digest)
            {
                changed[url] = (expected, digest);
            }
        }

        if (differs)
        {
            Tell($"{url} gave two different files in this step; buildkit.lock takes the last, and --locked will fail");
        }
    }

    /// <summary>Tells something, once.</summary>
    internal void Tell(string text)
    {
        lock (gate)
        {
            if (notices.Count >= MostNotices || !notices.Add(text))
            {
                return;
            }
        }

        output.OnLine(Sandbox.OutputStream.Stderr, "buildkit: " + text);
    }

    /// <summary>What <c>--locked</c> has against the run; null where nothing.</summary>
    internal BuildKitException? Verdict()
    {
        lock (gate)
        {
            if (changed.Count > 0)
            {
                (string url, (Digest old, Digest now)) = changed.First();
                return new BuildKitException(
                    ExecutionErrorCodes.FetchChanged, $"{url} gave {now}, and buildkit.lock has {old}{Others(changed.Count)}.",
                    "Find out why the host gives another file than before; to take it, build without --locked and commit buildkit.lock.");
            }

            return unlocked.Count == 0 ? null : new BuildKitException(
                ExecutionErrorCodes.FetchNotLocked, $"The run fetches {unlocked.Min}, which buildkit.lock does not have{Others(unlocked.Count)}.",
                "Build once without --locked (with --no-cache, where the step is cached), and commit buildkit.lock.");
        }
    }

    private static string Others(int count) => count == 1 ? "" : count == 2 ? "; so with another URL" : $"; so with {count - 1} other URLs";

    private static string Some(SortedSet<string> names)
    {
        const int most = 5;
        return string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} others" : "");
    }
}
