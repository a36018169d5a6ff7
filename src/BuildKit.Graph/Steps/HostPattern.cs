using System.Buffers;
using System.Globalization;

namespace BuildKit.Graph.Steps;

/// <summary>A host of <c>network:</c>: <c>host</c>, <c>host:port</c>, <c>*.domain</c> or <c>*.domain:port</c>; in lower case.</summary>
/// <param name="Name">A name or an IPv4 address; of a domain, without <c>*.</c>.</param>
/// <param name="IsDomain">Whether it stands for every name below the domain, however deep, and not for the domain itself.</param>
/// <param name="Port">The only port; null for 80 and 443.</param>
public sealed record HostPattern(string Name, bool IsDomain, int? Port)
{
    private const string BelowDomain = "*.";
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    // RFC 1123, section 2.1, and the underscore, which some names have.
    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Reads a text; false where it names no host, has a scheme or path, or a port outside 1 to 65535.</summary>
    public static bool TryParse(string text, out HostPattern host)
    {
        string lower = text.ToLowerInvariant();
        bool isDomain = lower.StartsWith(BelowDomain, StringComparison.Ordinal);
        string[] parts = (isDomain ? lower[BelowDomain.Length..] : lower).Split(':');
        int port = 0;
        bool isValid = parts.Length <= 2 && IsName(parts[0])
            && (parts.Length == 1 || (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= ushort.MaxValue));
        host = new HostPattern(parts[0], isDomain, parts.Length == 2 ? port : null);
        return isValid;
    }

    /// <summary>Whether it lets a port of a host through.</summary>
    /// <param name="name">The host as it was asked for; case and a dot at the end do not count.</param>
    public bool Allows(string name, int port)
    {
        ReadOnlySpan<char> asked = name.EndsWith('.') ? name.AsSpan(0, name.Length - 1) : name;
        bool isNamed = IsDomain
            ? asked.Length > Name.Length + 1 && asked[^(Name.Length + 1)] == '.' && asked[^Name.Length..].Equals(Name, StringComparison.OrdinalIgnoreCase)
            : asked.Equals(Name, StringComparison.OrdinalIgnoreCase);
        return isNamed && (Port is { } only ? port == only : port is 80 or 443);
    }

    /// <inheritdoc />
    public override string ToString() => (IsDomain ? BelowDomain : "") + Name + (Port is { } port ? string.Create(CultureInfo.InvariantCulture, $":{port}") : "");

    private static bool IsName(string name) => name.Length <= LongestName && name.Split('.').All(label =>
        label.Length is > 0 and <= LongestLabel && label[0] != '-' && label[^1] != '-' && !label.AsSpan().ContainsAnyExcept(LabelCharacters));
}
