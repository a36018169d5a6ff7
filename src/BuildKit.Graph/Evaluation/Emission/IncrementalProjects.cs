using System.Collections.Immutable;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>
/// The intermediate files (<c>obj</c>) of the projects that a project is built from: each depends on the folders of the project and of all that it refers to, and on all that lies
/// in no project's folder, such as the SDK, the restored packages and Directory.Build.props. Of the code of those that it uses as assemblies, it depends on the reference assemblies.
/// </summary>
internal static class IncrementalProjects
{
    // In the compiler's terms: obj/Release/net10.0/ref has the reference assembly.
    private static readonly OutputSurface ReferenceAssemblies = new("ref", ".cs");

    // Another process of MSBuild takes longer to start than it helps.
    private static readonly ImmutableArray<string> OneProcess = ["-maxCpuCount:1"];

    /// <param name="source">The folder of the sources, without a slash at its end.</param>
    /// <returns>Null where nothing is to be found again: a project by itself is built as a whole.</returns>
    internal static IncrementalRun? Of(DotNetProject project, string source)
    {
        ImmutableArray<string> folders = [.. ProjectProperties.FoldersOf(project)];
        ImmutableArray<IntermediateOutput> outputs = [.. project.References.Select(Output)];
        return outputs.IsEmpty ? null : new IncrementalRun([.. folders.Select(folder => Placed(source, folder))], outputs) { Surface = ReferenceAssemblies, WhenFound = OneProcess };

        IntermediateOutput Output(string reference)
        {
            string[] whole = [.. FoldersOf(ClosureOf(project, [reference, .. UsedWhole(project, reference)], [reference]))];
            IEnumerable<string> shown = FoldersOf(ClosureOf(project, [reference], [])).Except(whole, StringComparer.Ordinal);
            return new IntermediateOutput(
                Placed(source, ProjectProperties.FolderOf(reference)) + "/obj", [.. whole.Select(folder => Placed(source, folder))], [.. shown.Select(folder => Placed(source, folder))]);
        }

        IEnumerable<string> FoldersOf(IEnumerable<string> projects) =>
            projects.Select(path => Outermost(folders, ProjectProperties.FolderOf(path))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> UsedWhole(DotNetProject project, string reference) =>
        ReferencesOf(project, reference).Except(project.AssembliesOfEach.GetValueOrDefault(reference, []), StringComparer.Ordinal);

    /// <param name="ends">Those among the projects whose references do not count.</param>
    private static HashSet<string> ClosureOf(DotNetProject project, IEnumerable<string> projects, ImmutableArray<string> ends)
    {
        var all = new HashSet<string>(projects, StringComparer.Ordinal);
        var next = new Queue<string>(all.Except(ends, StringComparer.Ordinal));
        while (next.TryDequeue(out string? path))
        {
            foreach (string below in ReferencesOf(project, path).Where(all.Add))
            {
                next.Enqueue(below);
            }
        }

        return all;
    }

    private static ImmutableArray<string> ReferencesOf(DotNetProject project, string path) => project.ReferencesOfEach.GetValueOrDefault(path, project.References);

    private static string Outermost(ImmutableArray<string> folders, string folder) =>
        folders.First(outer => outer == folder || outer == "." || folder.StartsWith(outer + "/", StringComparison.Ordinal));

    private static string Placed(string source, string folder) => folder != "." ? $"{source}/{folder}" : source.Length > 0 ? source : "/";
}
