using System.Text.RegularExpressions;
using System.Xml.Linq;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.House;

/// <summary>docs/architecture.md names projects, folders and types; they are there as it says.</summary>
public sealed partial class ArchitectureDocumentTests
{
    private static readonly string Sources = Path.Combine(RepositoryFolder.Root, "src");
    private static readonly string Document = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "architecture.md"));

    private static IEnumerable<string> Projects =>
        Directory.EnumerateFiles(Sources, "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    [Fact]
    public void The_table_of_projects_says_what_the_csproj_files_say()
    {
        string[] documented = [.. ProjectRow().Matches(Document).Select(row => $"{row.Groups["name"]}: {Sorted(row.Groups["references"].Value)}; {Sorted(row.Groups["packages"].Value)}")];
        Assert.Equal(Projects.Select(Describe), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_tables_of_folders_list_every_folder_and_no_other()
    {
        MatchCollection sections = Section().Matches(Document);
        Assert.Equal(8, sections.Count);
        foreach (Match section in sections)
        {
            string project = section.Groups["name"].Value;
            IEnumerable<string> documented = FolderRow().Matches(section.Groups["text"].Value).SelectMany(row => Code().Matches(row.Value.Split('|')[1])).Select(match => match.Groups[1].Value);
            IEnumerable<string?> real = Directory.EnumerateDirectories(Path.Combine(Sources, project)).Select(Path.GetFileName).Where(name => name is not ("bin" or "obj"));
            Assert.Equal(real.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Every_type_that_the_document_lists_has_its_file()
    {
        string[] types = [.. Code().Matches(Part("## Types to know")).Select(match => match.Groups[1].Value)];
        var files = Directory.EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)!).ToHashSet(StringComparer.Ordinal);
        Assert.True(types.Length > 20, "the table is not found");
        Assert.Equal([], types.Except(files));
    }

    private static string Describe(string project)
    {
        XDocument document = XDocument.Load(Path.Combine(Sources, project, project + ".csproj"));
        IEnumerable<string> references = document.Descendants("ProjectReference").Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value)["BuildKit.".Length..]);
        IEnumerable<string> packages = document.Descendants("PackageReference").Where(item => item.Attribute("PrivateAssets")?.Value != "all").Select(item => item.Attribute("Include")!.Value);
        return $"{project}: {Sorted(string.Join(',', references))}; {Sorted(string.Join(',', packages))}";
    }

    private static string Sorted(string list) =>
        string.Join(", ", list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(item => item != "-").Order(StringComparer.Ordinal));

    private static string Part(string heading)
    {
        int start = Document.IndexOf(heading + "\n", StringComparison.Ordinal);
        return Document[start..Document.IndexOf("\n## ", start + 1, StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"^\| `(?<name>BuildKit\.\w+)` \|[^|]*\|[^|]*\|(?<references>[^|]*)\|(?<packages>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex ProjectRow();

    [GeneratedRegex(@"^### (?<name>BuildKit\.\w+)\n(?<text>.*?)(?=^###|^`BuildKit|^##)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| `.*$", RegexOptions.Multiline)]
    private static partial Regex FolderRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
