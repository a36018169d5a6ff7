namespace BuildKit.MSBuild.Tool;

/// <summary>Versions of the tool and of the package.</summary>
internal static class VersionOrder
{
    /// <summary>Whether the tool is older. What is no version is neither older nor newer; of two previews of one version neither is.</summary>
    /// <param name="tool">What <c>buildkit --version</c> says: <c>buildkit 1.2.3</c>.</param>
    /// <param name="package">The package's version.</param>
    public static bool IsOlder(string tool, string? package) =>
        Parse(tool.Split(' ')[^1]) is { } left && Parse(package) is { } right && left < right;

    private static Version? Parse(string? text) => Version.TryParse(text?.Split('-', '+')[0], out Version? version) ? version : null;
}
