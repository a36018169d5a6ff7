using BuildKit.Graph.Facts;

namespace BuildKit.Cli.Starting;

/// <summary>The .NET projects of a folder: those that its solutions name; without a solution, all that lie in it.</summary>
internal static class ProjectSearch
{
    private static readonly string[] Solutions = [".slnx", ".sln"];
    private static readonly string[] Projects = [".csproj", ".fsproj", ".vbproj"];

    // Of other tools, and of builds.
    private static readonly string[] Passed = ["bin", "obj", "node_modules"];

    private static readonly EnumerationOptions Plain = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary>Their paths relative to the folder, with <c>/</c>, in ordinal order.</summary>
    public static IReadOnlyList<string> In(string folder, IProjectFacts facts)
    {
        string[] solutions = [.. Files(folder, Solutions).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];
        IEnumerable<string> paths = solutions.Length > 0
            ? solutions.SelectMany(solution => facts.ProjectsOf(solution))
            : Below(folder).Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'));
        return [.. paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Below(string folder) => Files(folder, Projects).Concat(
        Directory.EnumerateDirectories(folder, "*", Plain).Where(inner => !Passed.Contains(Path.GetFileName(inner))).SelectMany(Below));

    private static IEnumerable<string> Files(string folder, string[] extensions) =>
        Directory.EnumerateFiles(folder, "*", Plain).Where(file => extensions.Contains(Path.GetExtension(file)));
}
