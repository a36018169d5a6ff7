using System.Collections.Immutable;
using BuildKit.Cli.Starting;
using BuildKit.Facts.Projects;
using BuildKit.Graph;
using BuildKit.Graph.Facts;
using BuildKit.Oci;

namespace BuildKit.Cli.Tests.Starting;

public sealed class ProjectSelectionTests : IDisposable
{
    private static readonly DotNetProject Exe = new() { Path = "", OutputType = "Exe", TargetFramework = "net10.0" };

    private readonly string folder = Directory.CreateTempSubdirectory("buildkit-init-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_can_be_started_and_is_no_test_gets_an_image()
    {
        var facts = new Answers(query => query.Path switch
        {
            "Api.csproj" => Exe with { IsWeb = true },
            "Lib.csproj" => Exe with { OutputType = "Library" },
            "Tests.csproj" => Exe with { IsTest = true },
            "Specs.csproj" => Exe with { Packages = ["xunit.v3/4.0.2"] },
            "Old.csproj" => Exe with { TargetFramework = "net48" },
            "Window.csproj" => Exe with { OutputType = "WinExe", TargetFramework = "net10.0-windows" },
            "Several.csproj" when query.Properties.GetValueOrDefault("TargetFramework") is not "net10.0" => throw new SeveralFrameworksException("Several.csproj", ["netstandard2.0", "net8.0", "net10.0", "net9.0"]),
            "Standard.csproj" => throw new SeveralFrameworksException("Standard.csproj", ["netstandard2.0", "net48"]),
            "Several.csproj" => Exe,
            _ => throw new BuildKitException(GraphDiagnosticCodes.ProjectEvaluation, $"{query.Path} is wrong"),
        });
        ProjectSelection selection = ProjectSelection.Of(
            ["Api.csproj", "Broken.csproj", "Lib.csproj", "Old.csproj", "Several.csproj", "Specs.csproj", "Standard.csproj", "Tests.csproj", "Window.csproj"], facts);
        Assert.Equal([new RunnableProject("Api.csproj", null), new RunnableProject("Several.csproj", "net10.0")], selection.Runnable);
        Assert.Equal(("Broken.csproj", "Broken.csproj is wrong"), Assert.Single(selection.Broken.Select(broken => (broken.Path, broken.Failure.Message))));
    }

    [Fact]
    public void Without_an_SDK_nothing_is_chosen() => Assert.Equal(
        "BK2571", Assert.Throws<BuildKitException>(() => ProjectSelection.Of(["A.csproj"], NoProjectFacts.Instance)).Code);

    [Fact]
    public void Without_a_solution_every_project_below_the_folder_counts_but_for_those_of_builds_and_other_tools()
    {
        foreach (string path in (string[])["A.csproj", "src/B/B.fsproj", "src/C/C.vbproj", "src/B/obj/X.csproj", "bin/X.csproj", "node_modules/X/X.csproj", ".hidden/X.csproj", "src/readme.md"])
        {
            Write(path);
        }

        Assert.Equal(["A.csproj", "src/B/B.fsproj", "src/C/C.vbproj"], ProjectSearch.In(folder, NoProjectFacts.Instance));
    }

    [Fact]
    public void Solutions_name_the_projects_where_there_are_some()
    {
        Write("One.sln");
        Write("Two.slnx");
        Write("src/Other.csproj");
        Assert.Equal(["One.sln/A.csproj", "Shared.csproj", "Two.slnx/A.csproj"], ProjectSearch.In(folder, new Answers(_ => Exe)));
    }

    private void Write(string path)
    {
        string full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, "");
    }

    private sealed class Answers(Func<ProjectQuery, DotNetProject> answer) : IProjectFacts
    {
        public DotNetProject Resolve(ProjectQuery query) => answer(query);

        public ImmutableArray<string> ProjectsOf(string solution) => [$"{solution}/A.csproj", "Shared.csproj"];
    }
}
