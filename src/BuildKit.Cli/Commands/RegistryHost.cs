using BuildKit.Oci;

namespace BuildKit.Cli.Commands;

/// <summary>A registry as <c>login</c> and <c>logout</c> take it.</summary>
internal static class RegistryHost
{
    /// <summary>Host and port; a scheme in front and a slash behind are forgiven.</summary>
    /// <exception cref="BuildKitException">It is none (BK4301).</exception>
    public static string Parse(string text)
    {
        string host = text;
        foreach (string scheme in (string[])["https://", "http://"])
        {
            host = host.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? host[scheme.Length..] : host;
        }

        host = host.TrimEnd('/');
        return Uri.TryCreate($"https://{host}", UriKind.Absolute, out Uri? uri) && uri.AbsolutePath == "/" && uri.UserInfo.Length == 0 && !host.Contains('?', StringComparison.Ordinal)
            ? host.ToLowerInvariant()
            : throw new BuildKitException(CommandLineErrorCodes.Usage, $"'{text}' is no registry.", "Write its host, such as registry.example.com or localhost:5000.");
    }
}
