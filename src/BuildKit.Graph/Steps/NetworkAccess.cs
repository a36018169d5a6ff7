using System.Collections.Immutable;

namespace BuildKit.Graph.Steps;

/// <summary>What a run sees of the host's network: nothing, all of it, or the hosts of a list. Equal where it lets the same through.</summary>
public sealed class NetworkAccess : IEquatable<NetworkAccess>
{
    /// <summary>What <see cref="ToString"/> of a list begins with.</summary>
    internal const string HostsPrefix = "hosts ";

    private readonly string text;

    private NetworkAccess(string text, bool isHost, ImmutableArray<HostPattern> hosts)
    {
        this.text = text;
        IsHost = isHost;
        Hosts = hosts;
    }

    /// <summary>A loopback device only.</summary>
    public static NetworkAccess None { get; } = new("none", isHost: false, []);

    /// <summary>The host's network whole.</summary>
    public static NetworkAccess Host { get; } = new("host", isHost: true, []);

    /// <summary>Whether the run shares the host's network.</summary>
    public bool IsHost { get; }

    /// <summary>The hosts that it reaches, each once, in ordinal order of their texts; empty where it reaches all or none.</summary>
    public ImmutableArray<HostPattern> Hosts { get; }

    /// <summary>The hosts of a list.</summary>
    /// <param name="hosts">At least one.</param>
    public static NetworkAccess To(IEnumerable<HostPattern> hosts)
    {
        ImmutableArray<HostPattern> sorted = [.. hosts.DistinctBy(host => host.ToString(), StringComparer.Ordinal).OrderBy(host => host.ToString(), StringComparer.Ordinal)];
        return sorted.IsEmpty
            ? throw new ArgumentException("A list of hosts has at least one.", nameof(hosts))
            : new NetworkAccess(HostsPrefix + string.Join(' ', sorted), isHost: false, sorted);
    }

    /// <summary>Whether a list lets a port of a host through; false for the other two.</summary>
    /// <param name="name">The host as it was asked for.</param>
    public bool Allows(string name, int port) => Hosts.Any(host => host.Allows(name, port));

    /// <summary>The frame of keys: <c>none</c>, <c>host</c>, or <c>hosts</c> and the hosts behind blanks.</summary>
    public override string ToString() => text;

    /// <inheritdoc />
    public bool Equals(NetworkAccess? other) => text == other?.text;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as NetworkAccess);

    /// <inheritdoc />
    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether both let the same through.</summary>
    public static bool operator ==(NetworkAccess? left, NetworkAccess? right) => left?.text == right?.text;

    /// <summary>Whether one lets through what the other does not.</summary>
    public static bool operator !=(NetworkAccess? left, NetworkAccess? right) => !(left == right);
}
