namespace BuildKit.Facts.Projects;

/// <summary>Finds the program <c>dotnet</c>.</summary>
public static class DotNetHost
{
    internal static string Name => OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>The absolute path of the one that the invoker's variables lead to first: <c>DOTNET_HOST_PATH</c>, <c>DOTNET_ROOT</c>, <c>PATH</c>; null where there is none.</summary>
    public static string? Find(IReadOnlyDictionary<string, string> environment)
    {
        foreach (string? candidate in (string?[])[environment.GetValueOrDefault("DOTNET_HOST_PATH"), environment.GetValueOrDefault("DOTNET_ROOT") is { Length: > 0 } root ? Path.Combine(root, Name) : null])
        {
            if (candidate is { Length: > 0 } && File.Exists(candidate))
            {
                return candidate;
            }
        }

        // The variables here are the invoker's, which may be others than this process's.
        return (environment.GetValueOrDefault("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, Name)).FirstOrDefault(File.Exists);
    }
}
