using Microsoft.Build.Execution;
using Microsoft.Build.Graph;

namespace BuildKit.DotNet;

/// <summary>Finds which projects of a closure a build of each reads files of.</summary>
internal static class ReferencesOfEach
{
    internal static ProjectReferences Of(IReadOnlyList<ProjectGraphNode> closure, ReadFiles files)
    {
        string[] projects = [.. closure.Select(node => node.ProjectInstance.FullPath).Distinct(StringComparer.Ordinal)];
        Dictionary<string, SortedSet<string>> all = projects.ToDictionary(project => project, _ => new SortedSet<string>(StringComparer.Ordinal));
        Dictionary<string, SortedSet<string>> whole = projects.ToDictionary(project => project, _ => new SortedSet<string>(StringComparer.Ordinal));
        foreach (ProjectGraphNode node in closure)
        {
            ProjectInstance project = node.ProjectInstance;
            string[] outside = [.. OutsideItems.Named(project).Concat(files.Of(project)).Where(path => !IsIn(project.FullPath, path)).Distinct(StringComparer.Ordinal)];
            whole[project.FullPath].UnionWith(projects.Where(other => Array.Exists(outside, path => IsIn(other, path))).Concat(MoreThanAssemblies(project)));
            all[project.FullPath].UnionWith(node.ProjectReferences.Select(reference => reference.ProjectInstance.FullPath).Concat(whole[project.FullPath].Intersect(projects, StringComparer.Ordinal)));
            _ = all[project.FullPath].Remove(project.FullPath);
        }

        return new ProjectReferences(
            all.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray()),
            all.ToDictionary(entry => entry.Key, entry => entry.Value.Except(whole[entry.Key], StringComparer.Ordinal).ToArray()));
    }

    // Analyzers run in the compiler, and what is not referred to as an assembly is used in ways that only its user knows.
    private static IEnumerable<string> MoreThanAssemblies(ProjectInstance project) => project.GetItems("ProjectReference")
        .Where(item => item.GetMetadataValue("OutputItemType").Length > 0 || item.GetMetadataValue("ReferenceOutputAssembly").Equals("false", StringComparison.OrdinalIgnoreCase))
        .Select(item => Path.GetFullPath(Path.Combine(project.Directory, item.EvaluatedInclude.Replace('\\', '/'))));

    /// <summary>Whether a path is in the folder of a project.</summary>
    private static bool IsIn(string project, string path) => path.StartsWith(Path.GetDirectoryName(project) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
