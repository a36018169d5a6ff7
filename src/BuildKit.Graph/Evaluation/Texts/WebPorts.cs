using System.Collections.Immutable;
using System.Globalization;
using BuildKit.Graph.Configuration;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>The variables by which ASP.NET Core is told where to listen.</summary>
internal static class WebPorts
{
    private const string Ports = "ASPNETCORE_HTTP_PORTS";
    private const string Urls = "ASPNETCORE_URLS";
    private const int FirstWithPorts = 8;

    /// <summary>What an environment says; null where it says nothing.</summary>
    internal static string? ValueOf(ImmutableArray<EnvironmentVariable> environment) => EnvironmentVariables.Find(environment, Urls) ?? EnvironmentVariables.Find(environment, Ports);

    /// <summary>The variable for an image: its one TCP port, else 8080, as Microsoft's images have it.</summary>
    internal static EnvironmentVariable For(Version version, ImmutableArray<string> ports)
    {
        string[] tcp = [.. ports.Where(port => port.EndsWith("/tcp", StringComparison.Ordinal)).Select(port => port[..^"/tcp".Length])];
        string number = tcp.Length == 1 ? tcp[0] : "8080";
        return version.Major >= FirstWithPorts ? new EnvironmentVariable(Ports, number) : new EnvironmentVariable(Urls, $"http://+:{number}");
    }

    /// <summary>The ports in a value of either variable, as <c>port/tcp</c>: numbers, or URLs, between semicolons.</summary>
    internal static IEnumerable<string> Of(string value) => value
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(part => part[(part.LastIndexOf(':') + 1)..].Split('/')[0])
        .Where(number => ushort.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0)
        .Select(number => number + "/tcp");
}
