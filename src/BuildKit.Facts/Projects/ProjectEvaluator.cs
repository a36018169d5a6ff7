using System.Collections.Immutable;
using BuildKit.Facts.Projects.Wire;
using BuildKit.Graph;
using BuildKit.Graph.Facts;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Facts.Projects;

/// <summary>.NET projects of a build context, by Microsoft.Build in a process of its own; what that answered before, where nothing that it read has changed.</summary>
/// <param name="contextDirectory">Absolute.</param>
/// <param name="memory">Where answers are kept.</param>
/// <param name="process">Asks where nothing is known.</param>
public sealed class ProjectEvaluator(string contextDirectory, ProjectMemory memory, ProjectProcess process) : IProjectFacts
{
    private readonly ContextPaths paths = new(contextDirectory);

    /// <inheritdoc />
    public DotNetProject Resolve(ProjectQuery query)
    {
        string path = paths.Find(query.Path, ".csproj", ".fsproj", ".vbproj");
        ProjectAnswer? known = memory.Find(path, query.Properties);
        ProjectAnswer answer = known ?? process.Ask(path, query.Properties);
        if (answer.Error is { } error)
        {
            throw ProjectErrors.Of(error, query.Path, paths);
        }

        EvaluatedProject project = answer.Project ?? throw new BuildKitException(GraphDiagnosticCodes.ProjectEvaluation, $"evaluating {query.Path} gave no answer");
        if (known is null)
        {
            memory.Keep(path, query.Properties, answer);
        }

        return new DotNetProject
        {
            Path = paths.Relative(project.Path) ?? query.Path,
            Properties = query.Properties,
            AssemblyName = project.AssemblyName,
            Version = project.Version,
            TargetFramework = project.TargetFramework,
            TargetFrameworks = [.. project.TargetFrameworks],
            OutputType = project.OutputType,
            RuntimeIdentifiers = [.. project.RuntimeIdentifiers],
            IsWeb = project.IsWeb,
            IsTest = project.IsTest,
            IsSelfContained = project.IsSelfContained,
            IsSingleFile = project.IsSingleFile,
            IsReadyToRun = project.IsReadyToRun,
            IsAot = project.IsAot,
            IsInvariant = project.IsInvariant,
            SdkVersion = project.SdkVersion,
            EvaluatedBy = Path.GetFileName(Path.TrimEndingDirectorySeparator(answer.Sdk)),
            Container = ContainerOf(project.Container),
            TestRunner = project.TestRunner,
            Packages = [.. project.Packages.Select(package => package.Version.Length > 0 ? $"{package.Name}/{package.Version}" : package.Name)],
            References = [.. project.References.Select(Referenced)],
            ReferencesOfEach = OfEach(project.ReferencesOfEach),
            AssembliesOfEach = OfEach(project.AssembliesOfEach),
            RestoreFiles = Inside(project.RestoreFiles),
            OutsideFiles = Inside(project.OutsideFiles),
        };

        ImmutableSortedDictionary<string, ImmutableArray<string>> OfEach(Dictionary<string, string[]> references) =>
            references.ToImmutableSortedDictionary(entry => Referenced(entry.Key), entry => entry.Value.Select(Referenced).ToImmutableArray(), StringComparer.Ordinal);

        string Referenced(string reference) => paths.Relative(reference) ?? throw ProjectErrors.Outside(query.Path, reference);
    }

    /// <inheritdoc />
    public ImmutableArray<string> ProjectsOf(string solution) => SolutionFile.Projects(paths.Find(solution, ".sln", ".slnx"), paths);

    private static ProjectContainer ContainerOf(EvaluatedContainer container) => new()
    {
        Ports = [.. container.Ports],
        Variables = [.. container.Variables.Select(variable => new EnvironmentVariable(variable.Key, variable.Value))],
        Labels = container.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal),
        User = container.User,
        HealthCheck = [.. container.HealthCheck],
    };

    // What lies above the context, such as a user's own NuGet.config, is the machine's and stays there.
    private ImmutableArray<string> Inside(IEnumerable<string> files) => [.. files.Select(paths.Relative).OfType<string>()];
}
