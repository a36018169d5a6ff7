using System.Globalization;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Fetches;

/// <summary>Where a request goes.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">A name or an IPv4 address in lower case, without a dot at its end.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="PathAndQuery">As sent, beginning with a slash.</param>
internal sealed record RequestTarget(string Scheme, string Host, int Port, string PathAndQuery)
{
    private const int BadRequest = 400;

    /// <summary><c>host</c>, or <c>host:port</c> where it is not the usual port of the scheme.</summary>
    internal string Authority => Port == UsualPort(Scheme) ? Host : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>The address as <c>System.Net.Http</c> takes it, path and query untouched.</summary>
    internal Uri ToUri() => new(ToString(), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    /// <inheritdoc />
    public override string ToString() => $"{Scheme}://{Authority}{PathAndQuery}";

    /// <summary>The target of <c>CONNECT</c>: <c>host:port</c>.</summary>
    /// <exception cref="RequestProblem">It is none.</exception>
    internal static RequestTarget OfTunnel(string text) =>
        text.Contains(':', StringComparison.Ordinal) ? At(Uri.UriSchemeHttps, text, "/") : throw new RequestProblem(BadRequest, "CONNECT takes host:port.");

    /// <summary>The target of a request to the proxy itself, which is a whole address (RFC 9112, section 3.2.2). A name and password in it are dropped.</summary>
    /// <exception cref="RequestProblem">It is none, or the Host header names another.</exception>
    internal static RequestTarget OfAddress(RequestHead head)
    {
        int colon = head.Target.IndexOf("://", StringComparison.Ordinal);
        string scheme = colon < 0 ? "" : head.Target[..colon].ToLowerInvariant();
        if (scheme != Uri.UriSchemeHttp && scheme != Uri.UriSchemeHttps)
        {
            throw new RequestProblem(BadRequest, "This is a proxy for http and https: the target is a whole address.");
        }

        string rest = head.Target[(colon + 3)..];
        int end = rest.IndexOfAny(['/', '?']);
        string authority = end < 0 ? rest : rest[..end];
        string path = end < 0 ? "/" : rest[end] == '?' ? "/" + rest[end..] : rest[end..];
        return Agreed(head, At(scheme, authority[(authority.LastIndexOf('@') + 1)..], path));
    }

    /// <summary>The target of a request inside a tunnel, which is a path there.</summary>
    /// <exception cref="RequestProblem">It is none, or the Host header names another host than the tunnel.</exception>
    internal static RequestTarget OfPath(RequestHead head, RequestTarget tunnel) =>
        head.Target[0] == '/' ? Agreed(head, tunnel with { PathAndQuery = head.Target }) : throw new RequestProblem(BadRequest, "The target inside of a tunnel is a path.");

    private static RequestTarget Agreed(RequestHead head, RequestTarget target)
    {
        string[] hosts = [.. head.Values("Host")];
        bool agrees = hosts.Length == 0 ? !head.IsHttp11 : hosts.Length == 1 && At(target.Scheme, hosts[0], "/").Authority == target.Authority;
        return agrees ? target : throw new RequestProblem(BadRequest, "There is one Host header, and it names the host of the target.");
    }

    private static RequestTarget At(string scheme, string authority, string path)
    {
        int colon = authority.LastIndexOf(':');
        int port = UsualPort(scheme);
        string name = colon < 0 ? authority : authority[..colon];
        bool isPort = colon < 0 || (int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= ushort.MaxValue);
        name = name.EndsWith('.') ? name[..^1] : name;
        return isPort && HostPattern.TryParse(name, out HostPattern host) && host is { IsDomain: false, Port: null }
            ? new RequestTarget(scheme, host.Name, port, path)
            : throw new RequestProblem(BadRequest, "The host is no name or IPv4 address with a port.");
    }

    private static int UsualPort(string scheme) => scheme == Uri.UriSchemeHttps ? 443 : 80;
}
