using Microsoft.Build.Execution;

namespace BuildKit.DotNet;

/// <summary>What a build reads of files outside of the projects' folders: linked sources and content, configurations of analyzers.</summary>
internal static class OutsideItems
{
    private static readonly string[] UpTheTree = [".editorconfig", ".globalconfig", "stylecop.json"];

    internal static IEnumerable<string> Of(IReadOnlyList<ProjectInstance> closure)
    {
        string[] folders = [.. closure.Select(project => project.Directory + Path.DirectorySeparatorChar).Distinct(StringComparer.Ordinal)];
        bool IsOutside(string path) => !Array.Exists(folders, folder => path.StartsWith(folder, StringComparison.Ordinal));

        foreach (ProjectInstance project in closure)
        {
            foreach (string path in Named(project).Where(File.Exists).Concat(Above(project)).Where(IsOutside))
            {
                yield return path;
            }
        }
    }

    /// <summary>Absolute paths that items name, of files that need not be there: items that name none (packages, usings, frameworks) have no separator in them or no file of that name.</summary>
    internal static IEnumerable<string> Named(ProjectInstance project) => project.Items
        .Where(item => item.ItemType is not ("ProjectReference" or "PackageReference" or "PackageVersion" or "Using"))
        .Select(item => item.EvaluatedInclude)
        .Where(include => include.AsSpan().ContainsAny('/', '\\'))
        .Select(include => Path.GetFullPath(Path.Combine(project.Directory, include.Replace('\\', '/'))));

    private static IEnumerable<string> Above(ProjectInstance project)
    {
        for (string? folder = Path.GetDirectoryName(project.Directory); folder is not null; folder = Path.GetDirectoryName(folder))
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
