namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>Short names of target frameworks, such as <c>net10.0</c> or <c>net10.0-windows</c>.</summary>
internal static class FrameworkName
{
    /// <summary>The version of .NET that a framework is; false for .NET Framework and .NET Standard.</summary>
    /// <param name="framework">The short name.</param>
    /// <param name="version">Major and minor.</param>
    /// <param name="system">The operating system that it is only for; empty for all.</param>
    internal static bool TryParse(string framework, out Version version, out string system)
    {
        int dash = framework.IndexOf('-', StringComparison.Ordinal);
        string name = dash < 0 ? framework : framework[..dash];
        system = dash < 0 ? "" : framework[(dash + 1)..];
        bool isCore = name.StartsWith("netcoreapp", StringComparison.Ordinal);
        string digits = isCore ? name["netcoreapp".Length..] : name.StartsWith("net", StringComparison.Ordinal) ? name["net".Length..] : "";

        // net48 is .NET Framework, and has no dot; netstandard2.0 has no digit behind net.
        version = Version.TryParse(digits, out Version? parsed) ? parsed : new Version();
        return isCore ? version.Major > 0 : version.Major >= 5;
    }
}
