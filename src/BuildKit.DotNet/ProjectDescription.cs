using System.Collections.Frozen;
using BuildKit.Facts.Projects.Wire;
using Microsoft.Build.Execution;
using Microsoft.Build.Graph;

namespace BuildKit.DotNet;

/// <summary>What is told of an evaluated project.</summary>
internal static class ProjectDescription
{
    // What says that a project is one of tests stands in these packages, and they are not there before a restore.
    private static readonly FrozenSet<string> TestPackages = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Microsoft.NET.Test.Sdk", "MSTest", "NUnit3TestAdapter", "TUnit", "xunit.v3");

    /// <param name="project">The one that was asked for.</param>
    /// <param name="nodes">With it, all that it is built from.</param>
    /// <param name="files">Tells source from SDK.</param>
    internal static EvaluatedProject Of(ProjectInstance project, IReadOnlyList<ProjectGraphNode> nodes, ReadFiles files)
    {
        ProjectInstance[] closure = [.. nodes.Select(node => node.ProjectInstance)];
        ProjectReferences references = ReferencesOfEach.Of(nodes, files);
        string framework = project.GetPropertyValue("TargetFramework");
        string[] frameworks = List(project, "TargetFrameworks");
        return new EvaluatedProject
        {
            Path = project.FullPath,
            AssemblyName = project.GetPropertyValue("AssemblyName"),
            TargetFramework = framework,
            TargetFrameworks = frameworks.Length > 0 ? frameworks : [framework],
            Version = project.GetPropertyValue("Version"),
            OutputType = project.GetPropertyValue("OutputType"),
            RuntimeIdentifiers = List(project, "RuntimeIdentifiers") is { Length: > 0 } several ? several : List(project, "RuntimeIdentifier"),
            IsWeb = project.GetItems("FrameworkReference").Any(item => item.EvaluatedInclude.Equals("Microsoft.AspNetCore.App", StringComparison.OrdinalIgnoreCase)),
            IsTest = Is(project, "IsTestProject") || project.GetItems("PackageReference").Any(item => TestPackages.Contains(item.EvaluatedInclude)),
            IsSelfContained = Is(project, "SelfContained") || Is(project, "PublishSelfContained") || Is(project, "PublishAot"),
            IsSingleFile = Is(project, "PublishSingleFile"),
            IsReadyToRun = Is(project, "PublishReadyToRun"),
            IsAot = Is(project, "PublishAot"),
            IsInvariant = Is(project, "InvariantGlobalization"),
            SdkVersion = GlobalJson.SdkVersion(project.Directory),
            Container = ContainerDescription.Of(project),
            TestRunner = GlobalJson.TestRunner(project.Directory),
            Packages = Packages(project),
            References = Ordered(closure.Select(each => each.FullPath).Where(path => path != project.FullPath)),
            ReferencesOfEach = references.All,
            AssembliesOfEach = references.Assemblies,
            RestoreFiles = Ordered(closure.SelectMany(each => files.Of(each).Concat(RestoreInputs.Beside(each)))),
            OutsideFiles = Ordered(OutsideItems.Of(closure).Where(files.IsSource)),
        };
    }

    /// <summary>A property whose values semicolons separate.</summary>
    internal static string[] List(ProjectInstance project, string property) =>
        project.GetPropertyValue(property).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool Is(ProjectInstance project, string property) => project.GetPropertyValue(property).Equals("true", StringComparison.OrdinalIgnoreCase);

    private static string[] Ordered(IEnumerable<string> paths) => [.. paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    // With central package management the version stands in PackageVersion, unless the reference overrides it.
    private static EvaluatedPackage[] Packages(ProjectInstance project)
    {
        var central = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (ProjectItemInstance item in project.GetItems("PackageVersion"))
        {
            central[item.EvaluatedInclude] = item.GetMetadataValue("Version");
        }

        return
        [
            .. project.GetItems("PackageReference")
                .Where(item => !item.GetMetadataValue("IsImplicitlyDefined").Equals("true", StringComparison.OrdinalIgnoreCase))
                .Select(item => new EvaluatedPackage(item.EvaluatedInclude, Version(item, central)))
                .DistinctBy(package => package.Name, StringComparer.OrdinalIgnoreCase)
                .OrderBy(package => package.Name, StringComparer.Ordinal),
        ];
    }

    private static string Version(ProjectItemInstance reference, Dictionary<string, string> central) =>
        reference.GetMetadataValue("VersionOverride") is { Length: > 0 } overriding ? overriding
        : reference.GetMetadataValue("Version") is { Length: > 0 } own ? own
        : central.GetValueOrDefault(reference.EvaluatedInclude, "");
}
