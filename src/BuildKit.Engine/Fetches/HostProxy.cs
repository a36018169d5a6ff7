using System.Collections.Immutable;
using System.Net;

namespace BuildKit.Engine.Fetches;

/// <summary>The proxy of the host that its variables name, as curl reads them: <c>http_proxy</c>, <c>https_proxy</c>, <c>all_proxy</c> and <c>no_proxy</c>. This machine is never asked of it.</summary>
internal sealed class HostProxy : IWebProxy
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1"];

    private readonly Uri? plain;
    private readonly Uri? secured;
    private readonly ImmutableArray<string> direct;

    /// <param name="environment">The invoking process's variables.</param>
    internal HostProxy(IReadOnlyDictionary<string, string> environment)
    {
        Uri? all = AddressOf(environment, "all_proxy");
        plain = AddressOf(environment, "http_proxy") ?? all;
        secured = AddressOf(environment, "https_proxy") ?? all;
        direct = [.. Loopback, .. (ValueOf(environment, "no_proxy") ?? "").Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        string[] login = [.. ((secured ?? plain)?.UserInfo ?? "").Split(':', 2).Select(Uri.UnescapeDataString)];
        Credentials = login[0].Length == 0 ? null : new NetworkCredential(login[0], login.Length > 1 ? login[1] : "");
    }

    /// <inheritdoc />
    public ICredentials? Credentials { get; set; }

    /// <inheritdoc />
    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : destination.Scheme == Uri.UriSchemeHttps ? secured : plain;

    /// <inheritdoc />
    public bool IsBypassed(Uri host) => direct.Any(entry => Names(entry, host));

    // An entry is '*', or a name that stands for itself and all below it, with or without a dot in front and a port behind.
    private static bool Names(string entry, Uri host)
    {
        if (entry == "*")
        {
            return true;
        }

        string[] parts = entry.Split(':');
        string name = parts[0].TrimStart('*').TrimStart('.');
        return (parts.Length == 1 || parts[1] == $"{host.Port}")
            && (host.Host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.Host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));
    }

    private static Uri? AddressOf(IReadOnlyDictionary<string, string> environment, string name)
    {
        string? text = ValueOf(environment, name);
        return text is not null && Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out Uri? address) ? address : null;
    }

    private static string? ValueOf(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.TryGetValue(name, out string? lower) && lower.Length > 0 ? lower
        : environment.TryGetValue(name.ToUpperInvariant(), out string? upper) && upper.Length > 0 ? upper
        : null;
}
