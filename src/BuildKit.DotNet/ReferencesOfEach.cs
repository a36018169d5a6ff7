using Microsoft.Build.Execution;
using Microsoft.Build.Graph;

namespace BuildKit.DotNet;

/// <summary>Which projects of a closure a build of each reads files of: those that it refers to, directly or through others, and those in whose folders it links or imports a file.</summary>
internal static class ReferencesOfEach
{
    /// <returns>By project file, for each project of the closure; in ordinal order.</returns>
    internal static Dictionary<string, string[]> Of(IReadOnlyList<ProjectGraphNode> closure, ReadFiles files)
    {
        string[] projects = [.. closure.Select(node => node.ProjectInstance.FullPath).Distinct(StringComparer.Ordinal)];
        var found = projects.ToDictionary(project => project, _ => new SortedSet<string>(StringComparer.Ordinal));
        foreach (ProjectGraphNode node in closure)
        {
            ProjectInstance project = node.ProjectInstance;
            SortedSet<string> references = found[project.FullPath];
            references.UnionWith(node.ProjectReferences.Select(reference => reference.ProjectInstance.FullPath));
            string[] outside = [.. OutsideItems.Named(project).Concat(files.Of(project)).Where(path => !IsIn(Path.GetDirectoryName(project.FullPath)!, path)).Distinct(StringComparer.Ordinal)];
            references.UnionWith(projects.Where(other => Array.Exists(outside, path => IsIn(Path.GetDirectoryName(other)!, path))));
            _ = references.Remove(project.FullPath);
        }

        return found.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());
    }

    private static bool IsIn(string folder, string path) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
