using BuildKit.Facts.Projects.Wire;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Exceptions;
using Microsoft.Build.Execution;
using Microsoft.Build.Graph;

namespace BuildKit.DotNet;

/// <summary>A project's graph by MSBuild, and what of it is told. Nothing is restored, built or written.</summary>
internal static class Evaluation
{
    internal static ProjectAnswer Answer(string path, Dictionary<string, string> properties)
    {
        var files = new ReadFiles(SdkLocator.Folder);
        try
        {
            using var projects = new ProjectCollection(properties);
            if (!properties.ContainsKey("TargetFramework") && SeveralFrameworks(path, properties, projects, files) is { } error)
            {
                return Result(files) with { Error = error };
            }

            var graph = new ProjectGraph([new ProjectGraphEntryPoint(path, properties)], projects, null);
            ProjectGraphNode entry = graph.EntryPointNodes.Single();
            ProjectGraphNode[] closure = [entry, .. Closure(entry)];
            foreach (ProjectGraphNode node in closure)
            {
                files.Add(node.ProjectInstance);
            }

            return Result(files) with { Project = ProjectDescription.Of(entry.ProjectInstance, closure, files) };
        }
        catch (AggregateException failures)
        {
            return Result(files) with { Error = Error(failures.Flatten().InnerExceptions[0], path) };
        }
        catch (Exception failure) when (failure is InvalidProjectFileException or CircularDependencyException or IOException or UnauthorizedAccessException)
        {
            return Result(files) with { Error = Error(failure, path) };
        }
    }

    private static ProjectAnswer Result(ReadFiles files) => new() { Sdk = SdkLocator.Folder, Read = files.All() };

    private static EvaluationError? SeveralFrameworks(string path, Dictionary<string, string> properties, ProjectCollection projects, ReadFiles files)
    {
        var project = new ProjectInstance(path, properties, null, projects);
        string[] frameworks = ProjectDescription.List(project, "TargetFrameworks");
        if (project.GetPropertyValue("TargetFramework").Length > 0 || frameworks.Length < 2)
        {
            return null;
        }

        files.Add(project);
        return new EvaluationError("framework", string.Join(';', frameworks), File: path);
    }

    private static EvaluationError Error(Exception failure, string path) => failure is InvalidProjectFileException invalid
        ? new EvaluationError("project", OneLine.Of(invalid.BaseMessage), invalid.ErrorCode ?? "", invalid.ProjectFile ?? "", invalid.LineNumber, invalid.ColumnNumber)
        : new EvaluationError("project", OneLine.Of(failure.Message), File: path);

    private static IEnumerable<ProjectGraphNode> Closure(ProjectGraphNode entry)
    {
        var seen = new HashSet<ProjectGraphNode> { entry };
        var next = new Queue<ProjectGraphNode>(entry.ProjectReferences);
        while (next.TryDequeue(out ProjectGraphNode? node))
        {
            if (seen.Add(node))
            {
                yield return node;
                foreach (ProjectGraphNode reference in node.ProjectReferences)
                {
                    next.Enqueue(reference);
                }
            }
        }
    }
}
