using BuildKit.Cli.Starting;
using BuildKit.Language.Formatting;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Cli.Tests.Starting;

public sealed class FirstBuildfileTests
{
    public static TheoryData<string[]> Paths => new()
    {
        { ["src/Shop.Api/Shop.Api.csproj"] },
        { ["Image.csproj", "Test.csproj", "Build.csproj", "Env.csproj", "Target.csproj", "Git.csproj", "Scratch.csproj", "Stage.csproj", "String.csproj", "Using.csproj", "In.csproj", "New.csproj", "True.csproj"] },
        { ["Publish.csproj", "Run.csproj", "Copy.csproj", "Cache.csproj", "Port.csproj", "DotNet.csproj", "Secret.csproj", "HealthCheck.csproj", "Scratch.csproj", "Never.csproj", "Shared.csproj"] },
        { ["a/api.csproj", "b/Api.csproj", "c/API.csproj", "d/Api2.csproj", "e/_x.csproj", "f/\"quoted\" \\ {x}.csproj", "g/Family.csproj"] },
        { ["From.csproj", "Of.csproj", "On.csproj", "With.csproj", "Else.csproj", "Null.csproj", "Foreach.csproj", "For.csproj", "Class.csproj", "Public.csproj", "Switch.csproj"] },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public void It_has_the_form_of_all_Buildfiles_and_no_mistake_whatever_projects_are_called(string[] paths)
    {
        RunnableProject[] projects = [.. paths.Select(path => new RunnableProject(path, path[0] is 'S' or 'a' ? "net10.0" : null))];
        Holds(FirstBuildfile.OfProjects(projects, ProjectNames.Of(paths)), paths.Length);
        Holds(FirstBuildfile.OfProjects(projects, ProjectNames.Of(paths), "127.0.0.1:5000/dotnet"), paths.Length);
    }

    [Fact]
    public void So_has_that_of_a_folder_without_projects() => Holds(FirstBuildfile.OfFolder("App"), 1);

    [Fact]
    public void A_project_is_three_lines() => Assert.EndsWith(
        """

        var api = DotNet.Project("src/Shop.Api/Shop.Api.csproj", framework: "net10.0");

        image Api from DotNet.Runtime(api)
        {
            Publish(api, to: "/app");
        }

        """,
        FirstBuildfile.OfProjects([new RunnableProject("src/Shop.Api/Shop.Api.csproj", "net10.0")], ["Api"]),
        StringComparison.Ordinal);

    [Fact]
    public void A_family_of_bases_is_a_parameter_that_each_image_takes() => Assert.EndsWith(
        """

        param string family = "registry.example.com/dotnet";

        var api = DotNet.Project("src/Shop.Api/Shop.Api.csproj");

        image Api from DotNet.Runtime(api, family: family)
        {
            Publish(api, to: "/app");
        }

        """,
        FirstBuildfile.OfProjects([new RunnableProject("src/Shop.Api/Shop.Api.csproj", Framework: null)], ["Api"], "registry.example.com/dotnet"),
        StringComparison.Ordinal);

    private static void Holds(string text, int images)
    {
        SyntaxTree tree = SyntaxTree.Parse(new SourceText("Buildfile", text));
        SemanticModel model = SemanticModel.Bind(tree, new NoFiles());
        Assert.Empty(model.Diagnostics);
        Assert.Equal(text, BuildfileFormatter.Format(tree));
        Assert.Equal(images, tree.Root.Members.OfType<ImageSyntax>().Count());
    }

    private sealed class NoFiles : ISourceFiles
    {
        public SourceText? Find(SourceText from, string path) => null;
    }
}
