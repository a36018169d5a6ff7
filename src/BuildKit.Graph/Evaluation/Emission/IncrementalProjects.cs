using System.Collections.Immutable;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>
/// The intermediate files (<c>obj</c>) of the projects that a project is built from: each depends on the folders of the project and of all that it refers to, and on all that lies
/// in no project's folder, such as the SDK, the restored packages and Directory.Build.props.
/// </summary>
internal static class IncrementalProjects
{
    /// <param name="source">The folder of the sources, without a slash at its end.</param>
    /// <returns>Null where nothing is to be found again: a project by itself is built as a whole.</returns>
    internal static IncrementalRun? Of(DotNetProject project, string source)
    {
        ImmutableArray<string> folders = [.. ProjectProperties.FoldersOf(project)];
        ImmutableArray<IntermediateOutput> outputs =
        [
            .. project.References.Select(reference => new IntermediateOutput(
                Placed(source, ProjectProperties.FolderOf(reference)) + "/obj",
                [.. Closure(project, reference).Select(path => Outermost(folders, ProjectProperties.FolderOf(path))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(folder => Placed(source, folder))])),
        ];
        return outputs.IsEmpty ? null : new IncrementalRun([.. folders.Select(folder => Placed(source, folder))], outputs);
    }

    private static HashSet<string> Closure(DotNetProject project, string reference)
    {
        var all = new HashSet<string>(StringComparer.Ordinal) { reference };
        var next = new Queue<string>(all);
        while (next.TryDequeue(out string? path))
        {
            foreach (string below in project.ReferencesOfEach.GetValueOrDefault(path, project.References).Where(all.Add))
            {
                next.Enqueue(below);
            }
        }

        return all;
    }

    private static string Outermost(ImmutableArray<string> folders, string folder) =>
        folders.First(outer => outer == folder || outer == "." || folder.StartsWith(outer + "/", StringComparison.Ordinal));

    private static string Placed(string source, string folder) => folder != "." ? $"{source}/{folder}" : source.Length > 0 ? source : "/";
}
