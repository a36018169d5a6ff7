using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Facts;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>The properties of a .NET project as values.</summary>
internal static class ProjectProperties
{
    internal static object Find(DotNetProject project, string member) => member switch
    {
        "Path" => project.Path,
        "AssemblyName" => project.AssemblyName,
        "Version" => project.Version,
        "TargetFramework" => project.TargetFramework,
        "TargetFrameworks" => ListValue.Of(project.TargetFrameworks),
        "OutputType" => project.OutputType,
        "RuntimeIdentifiers" => ListValue.Of(project.RuntimeIdentifiers),
        "IsWeb" => project.IsWeb,
        "IsTest" => project.IsTest,
        "IsSelfContained" => project.IsSelfContained,
        "IsAot" => project.IsAot,
        "IsInvariant" => project.IsInvariant,
        "Packages" => ListValue.Of(project.Packages),
        "References" => ListValue.Of(project.References),
        "RestoreFiles" => ListValue.Of(project.RestoreFiles.Select(CopyPattern.Of)),
        "Sources" => ListValue.Of(SourcesOf(project).Select(CopyPattern.Of)),
        _ => throw new InvalidOperationException($"A project has no property '{member}'."),
    };

    /// <summary>What a build of a project reads in the context: folders and files, as paths.</summary>
    internal static IEnumerable<string> SourcesOf(DotNetProject project) => FoldersOf(project).Concat(project.OutsideFiles);

    /// <summary>The folders of a project and its references. One within another one comes with it, and is not named.</summary>
    internal static IEnumerable<string> FoldersOf(DotNetProject project)
    {
        string[] folders = [.. project.References.Append(project.Path).Select(FolderOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return folders.Where(folder => !Array.Exists(folders, outer => outer != folder && (outer == "." || folder.StartsWith(outer + "/", StringComparison.Ordinal))));
    }

    /// <summary>Where a project file lies; <c>.</c> for the context's own folder.</summary>
    internal static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : ".";
}
