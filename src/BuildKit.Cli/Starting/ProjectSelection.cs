using System.Collections.Immutable;
using System.Text.RegularExpressions;
using BuildKit.Facts.Projects;
using BuildKit.Graph;
using BuildKit.Graph.Facts;
using BuildKit.Oci;

namespace BuildKit.Cli.Starting;

/// <summary>Which projects of a folder images are made of.</summary>
/// <param name="Runnable">Those that can be started, in the order in which they were looked at.</param>
/// <param name="Broken">Those that cannot be evaluated, and why.</param>
internal sealed partial record ProjectSelection(ImmutableArray<RunnableProject> Runnable, ImmutableArray<(string Path, BuildKitException Failure)> Broken)
{
    // A restore would tell that a project is a test; none is made here.
    private static readonly string[] TestPackages = ["Microsoft.NET.Test.Sdk", "xunit", "NUnit", "MSTest", "TUnit"];

    /// <summary>Evaluates each of the projects, several at once.</summary>
    /// <exception cref="BuildKitException">There is no SDK.</exception>
    public static ProjectSelection Of(IEnumerable<string> paths, IProjectFacts facts)
    {
        var answers = paths.AsParallel().AsOrdered().Select(path => Look(path, facts)).ToArray();
        if (answers.FirstOrDefault(answer => answer.Failure is { Code: GraphDiagnosticCodes.NoSdk }).Failure is { } missing)
        {
            throw missing;
        }

        return new ProjectSelection(
            [.. answers.Select(answer => answer.Project).OfType<RunnableProject>()],
            [.. answers.Where(answer => answer.Failure is not null).Select(answer => (answer.Path, answer.Failure!))]);
    }

    private static (string Path, RunnableProject? Project, BuildKitException? Failure) Look(string path, IProjectFacts facts)
    {
        try
        {
            return (path, Choose(path, facts), null);
        }
        catch (BuildKitException failure)
        {
            return (path, null, failure);
        }
    }

    private static RunnableProject? Choose(string path, IProjectFacts facts)
    {
        var query = new ProjectQuery(path, ImmutableSortedDictionary<string, string>.Empty.Add("Configuration", "Release"));
        try
        {
            return IsRunnable(facts.Resolve(query)) ? new RunnableProject(path, null) : null;
        }
        catch (SeveralFrameworksException several)
        {
            string? newest = several.Frameworks.Where(framework => Version(framework) is not null).MaxBy(Version);
            return newest is not null && IsRunnable(facts.Resolve(query with { Properties = query.Properties.Add("TargetFramework", newest) })) ? new RunnableProject(path, newest) : null;
        }
    }

    private static bool IsRunnable(DotNetProject project) =>
        project.OutputType is "Exe" or "WinExe" && Version(project.TargetFramework) is not null && !project.IsTest
        && !project.Packages.Any(package => TestPackages.Any(test => package.StartsWith(test, StringComparison.OrdinalIgnoreCase)));

    private static Version? Version(string framework) => DotNet().Match(framework) is { Success: true } match ? System.Version.Parse(match.Groups["version"].Value) : null;

    // Neither .NET Framework nor frameworks for one operating system.
    [GeneratedRegex(@"^net(coreapp)?(?<version>[0-9]+\.[0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex DotNet();
}
