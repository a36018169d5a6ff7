using System.Xml.Linq;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.House;

/// <summary>Data flows one way (docs/architecture.md): no project may reference what the table does not give it.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["BuildKit.Language"] = [],
        ["BuildKit.Oci"] = [],
        ["BuildKit.Templates"] = [],
        ["BuildKit.Graph"] = ["BuildKit.Language", "BuildKit.Oci"],
        ["BuildKit.Engine"] = ["BuildKit.Graph", "BuildKit.Oci", "BuildKit.Templates"],
        ["BuildKit.Delivery"] = ["BuildKit.Graph", "BuildKit.Oci", "BuildKit.Templates"],
        ["BuildKit.Facts"] = ["BuildKit.Graph"],
        ["BuildKit.DotNet"] = [],
        ["BuildKit.MSBuild"] = [],
        ["BuildKit.Cli"] =
            ["BuildKit.Language", "BuildKit.Oci", "BuildKit.Templates", "BuildKit.Graph", "BuildKit.Engine", "BuildKit.Delivery", "BuildKit.Facts"],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new(StringComparer.Ordinal)
    {
        ["BuildKit.Language"] = ["Sprache"],
        ["BuildKit.Oci"] = ["SharpZipLib", "ZstdSharp.Port"],
        ["BuildKit.Templates"] = ["Scriban.Signed"],
        ["BuildKit.Graph"] = [],
        ["BuildKit.Engine"] = ["Microsoft.Data.Sqlite", "System.IO.Hashing"],
        ["BuildKit.Facts"] = ["LibGit2Sharp"],
        ["BuildKit.DotNet"] = ["Microsoft.Build", "Microsoft.Build.Framework", "Microsoft.Build.Locator"],
        ["BuildKit.MSBuild"] = ["Microsoft.Build.Framework"],
        ["BuildKit.Cli"] = ["System.CommandLine", "Spectre.Console"],
    };

    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_architecture_allows(string project)
    {
        XDocument document = Load(project);
        IEnumerable<string> references = document.Descendants("ProjectReference").Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value));
        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_its_own_packages(string project)
    {
        IEnumerable<string> packages = Load(project).Descendants("PackageReference")
            .Where(item => item.Attribute("PrivateAssets")?.Value != "all")
            .Select(item => item.Attribute("Include")!.Value);
        Assert.Empty(packages.Except(AllowedPackages.GetValueOrDefault(project, [])));
    }

    [Fact]
    public void The_projects_whose_references_are_checked_are_there() =>
        Assert.Superset(
            (HashSet<string>)["BuildKit.Language", "BuildKit.Oci", "BuildKit.Graph", "BuildKit.Engine", "BuildKit.Delivery", "BuildKit.Facts", "BuildKit.Templates", "BuildKit.Cli"],
            Projects.Select(row => row.Data).ToHashSet());

    private static XDocument Load(string project) => XDocument.Load(Path.Combine(RepositoryFolder.Root, "src", project, project + ".csproj"));
}
