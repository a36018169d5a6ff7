namespace BuildKit.DotNet;

/// <summary>Properties that count for every project, as <c>dotnet build -p:NAME=VALUE</c> gives them.</summary>
internal static class GlobalProperties
{
    /// <summary>From <c>NAME=VALUE</c> each; later ones count.</summary>
    internal static Dictionary<string, string> Parse(IEnumerable<string> arguments)
    {
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string argument in arguments)
        {
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            properties[equals < 0 ? argument : argument[..equals]] = equals < 0 ? "" : argument[(equals + 1)..];
        }

        return properties;
    }
}
