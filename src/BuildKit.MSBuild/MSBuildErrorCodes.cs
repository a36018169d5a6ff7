namespace BuildKit.MSBuild;

/// <summary>Codes of what goes wrong between MSBuild and the tool: BK4295 to BK4299, in docs/diagnostics.md.</summary>
public static class MSBuildErrorCodes
{
    /// <summary>The tool is not installed.</summary>
    public const string ToolMissing = "BK4295";

    /// <summary>An image is to be pushed, and nothing says where to.</summary>
    public const string NowhereToPush = "BK4296";

    /// <summary>A warning: the tool is older than the package.</summary>
    public const string ToolOlder = "BK4297";

    /// <summary>The tool could not be started, or ended without saying why.</summary>
    public const string ToolFailed = "BK4298";

    /// <summary>A warning: no image belongs to the project, and there is nothing else that was asked for.</summary>
    public const string NoImage = "BK4299";
}
