using System.Collections.Immutable;
using System.Globalization;
using BuildKit.Graph.Facts;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>
/// The command line that runs the tests of a project that is built, and has the reports written that it has packages for. <c>dotnet test</c> has two languages: VSTest's, and that of
/// Microsoft.Testing.Platform where global.json names it.
/// </summary>
/// <param name="Path">The project file in the run.</param>
/// <param name="Results">The folder of the reports.</param>
/// <param name="Filter">Which tests run; null for all.</param>
/// <param name="More">What the Buildfile adds.</param>
internal sealed record ProjectTestCommand(DotNetProject Project, string Path, string Results, string? Filter, ImmutableArray<string> More)
{
    private bool IsPlatform => Project.TestRunner.Equals("Microsoft.Testing.Platform", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the framework does not know the filter's option.</summary>
    internal bool IsFilterUnknown => Filter is not null && IsPlatform && (XunitVersion() is > 0 and < 4 || Has("TUnit"));

    /// <summary>The folder that it runs in; null where that does not matter. What language it speaks, <c>dotnet test</c> looks up in the global.json above this folder, not above the project.</summary>
    internal string? Folder => IsPlatform ? Path[..Path.LastIndexOf('/')] : null;

    internal ImmutableArray<string> Words()
    {
        IEnumerable<string> filter = Filter is null ? [] : ["--filter", Filter];
        IEnumerable<string> properties = PublishCommands.PropertiesOf(Project, isRestore: false);
        return IsPlatform
            ? ["dotnet", "test", "--project", Path, "--no-build", "--results-directory", Results, .. properties, .. PlatformReports(), .. filter, .. More]
            : ["dotnet", "test", Path, "--no-build", "--results-directory", Results, .. properties, .. Reports(), .. filter, .. More, .. RunSettings()];
    }

    private IEnumerable<string> Reports()
    {
        // Of several frameworks each writes a file of its own.
        bool isOne = Project.TargetFrameworks.Length < 2 || Project.Properties.ContainsKey("TargetFramework");
        yield return "--logger";
        yield return isOne ? $"trx;LogFileName={Project.AssemblyName}.trx" : $"trx;LogFilePrefix={Project.AssemblyName}";
        if (Has("JunitXml.TestLogger"))
        {
            yield return "--logger";
            yield return isOne ? $"junit;LogFileName={Project.AssemblyName}.xml" : $"junit;LogFilePrefix={Project.AssemblyName}";
        }

        if (Has("coverlet.collector"))
        {
            yield return "--collect";
            yield return "XPlat Code Coverage";
        }
    }

    // A filter that meets no test is a mistake, and must not pass for tests that passed. The other language sees to that itself.
    private IEnumerable<string> RunSettings() => More.Contains("--") ? ["RunConfiguration.TreatNoTestsAsError=true"] : ["--", "RunConfiguration.TreatNoTestsAsError=true"];

    private IEnumerable<string> PlatformReports()
    {
        bool hasMore = Has("MSTest") || Has("TUnit");
        if (XunitVersion() is > 0 and var xunit)
        {
            yield return "--report-xunit-trx";
            if (xunit >= 4)
            {
                yield return "--report-xunit-junit";
            }
        }
        else if (hasMore || Has("Microsoft.Testing.Extensions.TrxReport"))
        {
            yield return "--report-trx";
        }

        if (hasMore || Has("Microsoft.Testing.Extensions.CodeCoverage"))
        {
            yield return "--coverage";
        }
        else if (Has("coverlet.MTP"))
        {
            yield return "--coverlet";
        }
    }

    // The major version of xunit.v3; 0 without it, 3 where none is told.
    private int XunitVersion()
    {
        string[] own = ["xunit.v3", "xunit.v3.mtp-v1", "xunit.v3.mtp-v2"];
        string? package = own.Select(Find).FirstOrDefault(found => found is not null);
        return package is null ? 0 : int.TryParse(package.Split('/')[^1].Split('.')[0], CultureInfo.InvariantCulture, out int major) ? major : 3;
    }

    private bool Has(string package) => Find(package) is not null;

    // As Name/Version, or the name alone.
    private string? Find(string package) => Project.Packages.FirstOrDefault(one => one.Split('/')[0].Equals(package, StringComparison.OrdinalIgnoreCase));
}
