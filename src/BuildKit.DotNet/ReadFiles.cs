using Microsoft.Build.Execution;

namespace BuildKit.DotNet;

/// <summary>The files that evaluation read, but for those of the SDK, of restored packages and of intermediate folders: those do not belong to the source.</summary>
internal sealed class ReadFiles(string sdkFolder)
{
    // packs, sdk-manifests and the like lie beside the folder sdk.
    private readonly string dotnetFolder = Path.GetFullPath(Path.Combine(sdkFolder, "..", "..")) + Path.DirectorySeparatorChar;
    private readonly string packages = (Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? Path.GetFullPath(folder)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")) + Path.DirectorySeparatorChar;

    private readonly SortedSet<string> paths = new(StringComparer.Ordinal);

    /// <summary>The project file and all that it imports.</summary>
    internal void Add(ProjectInstance project)
    {
        foreach (string path in Of(project))
        {
            paths.Add(path);
        }
    }

    /// <summary>The files of one project that belong to the source.</summary>
    internal IEnumerable<string> Of(ProjectInstance project)
    {
        string intermediate = Path.GetFullPath(Path.Combine(project.Directory, project.GetPropertyValue("MSBuildProjectExtensionsPath")));
        return project.ImportPaths.Prepend(project.FullPath).Where(path => IsSource(path) && !path.StartsWith(intermediate, StringComparison.Ordinal));
    }

    /// <summary>Whether a file is neither the SDK's nor a package's.</summary>
    internal bool IsSource(string path) => !path.StartsWith(dotnetFolder, StringComparison.Ordinal) && !path.StartsWith(packages, StringComparison.Ordinal);

    internal string[] All() => [.. paths];
}
