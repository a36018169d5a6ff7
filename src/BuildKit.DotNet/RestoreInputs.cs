using Microsoft.Build.Execution;

namespace BuildKit.DotNet;

/// <summary>Files that a restore reads without a project's importing them.</summary>
internal static class RestoreInputs
{
    private static readonly string[] UpTheTree =
    [
        "NuGet.config", "nuget.config", "NuGet.Config", "global.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Build.rsp", "Directory.Packages.props",
    ];

    internal static IEnumerable<string> Beside(ProjectInstance project)
    {
        string lockFile = project.GetPropertyValue("NuGetLockFilePath") is { Length: > 0 } path
            ? Path.GetFullPath(Path.Combine(project.Directory, path))
            : Path.Combine(project.Directory, "packages.lock.json");
        if (File.Exists(lockFile))
        {
            yield return lockFile;
        }

        for (string? folder = project.Directory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            foreach (string name in UpTheTree)
            {
                if (File.Exists(Path.Combine(folder, name)))
                {
                    yield return Path.Combine(folder, name);
                }
            }
        }
    }
}
